/** A call that cannot be understood: exit code 2, the message and the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage:
  cluster-lab check [--format text|json] [--min-severity error|warning|information|hint]
                    [--nginx-version X] [--tomcat-version X] [--fix] PATH…
  cluster-lab check [OPTION…] [--as nginx|server.xml|context.xml|web.xml|web-fragment.xml|tomcat-users.xml|compose|java] -
      Checks nginx, Tomcat, Compose and Java files, and says what it could not check. A folder is searched; a file is
      read as what it looks like, a main file of nginx with what it includes from its folder; - is standard input.
      The output of nginx -T, as a file or as standard input, is checked under the names that its files have there.
      The versions are those of image tags, where none is given.
      Exit code 0: nothing at or above the severity (default: error); 1: something; 2: bad usage, unreadable path;
      3: nothing was checked.
  cluster-lab check --readiness [--format text|markdown|json] PATH…
      Goes through what makes Tomcats one cluster, point by point: Tomcat's own list and ours. Each point holds, lacks
      something, or cannot be told from files. Exit code 0: none lacks anything; 1: one does; 3: there is no cluster.
  cluster-lab which-location [--method M] [--format text|json] URL PATH
      Tells which server, location and upstream of the nginx configuration in PATH (a folder, a file, or - for standard
      input) answer a URL, what rewrites do on the way, why other locations are passed over, and what the Tomcat behind
      believes: scheme, name and port, where its redirects lead, and whether browsers send its cookie back.
  cluster-lab explain [--format text|json] FILE…
      Reads logs of Tomcat and nginx (catalina.out, localhost.*.log, error.log, access logs; - is standard input) and
      tells which failures they hold: what happened, why, what to do, how often, and the rules that find the cause.
      Exit code 0: none; 1: some; 2: bad usage, unreadable file; 3: no line looks like one of these logs.
  cluster-lab lab start [DIR] [--nodes N] [--nginx-image X] [--tomcat-image X] [--keepalive-min-timeout TIME] [--json]
      Runs nginx and Tomcat in Docker with the configuration of DIR, or the built-in demo where it holds none; follows
      their logs until Ctrl-C, then removes everything. --json: one event a line. With --keepalive-min-timeout a reload
      keeps the connections of clients for as long as that (nginx 1.27.4 and newer).
  cluster-lab lab apply [DIR] [--json]
      Brings what has changed on disk to the lab of DIR that runs in another terminal or in VS Code: nginx reloads, an app
      is compiled and reloaded, nodes restart one by one, as each change needs. Ctrl-C ends it behind the node that it is
      at. Exit code 0: the lab runs what is on disk; 1: something is left, or was refused and changes nothing.
  cluster-lab lab plan [DIR]
      Prints what would run, as JSON.
  cluster-lab lab stop [DIR] [--all]
      Removes the labs of DIR, or all.
  cluster-lab lab status
      Lists the labs that are there.
  cluster-lab lab node list [DIR] [--json]
      Lists the nodes of the lab of DIR: state, time since the start, memory, processor, sessions, the nodes it sees.
  cluster-lab lab node restart|stop|start|kill|pause|unpause|dump NAME [DIR] [--json]
      Does so with one node; dump prints what the threads of a Tomcat are doing.
  cluster-lab lsp --stdio
      The language server.
  cluster-lab --help | --version
`;
