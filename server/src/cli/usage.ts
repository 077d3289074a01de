/** A call that cannot be understood: exit code 2, the message and the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage:
  cluster-lab check [--format text|json] [--min-severity error|warning|information|hint] [--fix] PATH…
      Checks nginx, Tomcat, Compose and Java files. A folder is searched; a file is read as what it looks like.
      Exit code 0: nothing at or above the severity (default: error); 1: something; 2: bad usage, unreadable path.
  cluster-lab lab start|stop|status [DIR] [--nodes N]
      Runs nginx and Tomcat in Docker with the configuration of DIR; start follows the logs until Ctrl-C.
  cluster-lab lsp --stdio
      The language server.
  cluster-lab --help | --version
`;
