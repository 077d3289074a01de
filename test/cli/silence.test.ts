import assert from 'node:assert/strict';
import { join } from 'node:path';
import { temporaryFolders } from '../workspace/temporary';
import { runCli } from './runCli';
import type { JsonReport } from './runCli';

const site = 'server {\n    listen 80;\n    location / {\n        return 204;\n    }\n}\n';
const main = (inside: string): string => `events {}\nhttp {\n${inside}}\n`;

describe('what cluster-lab check did not check', () => {
  const folders = temporaryFolders();

  /** Runs in a folder of these files; `.` where no argument is given. */
  const check = async (
    files: Readonly<Record<string, string | Uint8Array>>,
    { args = ['.'], input = '' }: { args?: readonly string[]; input?: string } = {},
  ): Promise<{ code: number | null; lines: readonly string[] }> => {
    const { code, stdout, stderr } = await runCli(['check', ...args], await folders.make(files), input);
    assert.equal(stderr, '');
    return { code, lines: stdout.trimEnd().split('\n') };
  };

  interface Case {
    readonly title: string;
    readonly files: Readonly<Record<string, string | Uint8Array>>;
    readonly args?: readonly string[];
    readonly code: number;
    readonly says: readonly string[];
  }

  const server = '<Server port="8005" shutdown="S">\n</Server>\n';
  const cases: readonly Case[] = [
    {
      title: 'says nothing where everything was checked',
      files: { 'nginx.conf': main(site) },
      code: 0,
      says: ['No problems in 1 file.'],
    },
    {
      title: 'names a file that is binary and one that is too large',
      files: {
        'nginx.conf': main(site),
        'b/nginx.conf': Buffer.from([0x75, 0, 0]),
        'c/compose.yaml': Buffer.alloc(11 * 1024 * 1024, 'services: {}\n'),
      },
      code: 0,
      says: [
        'No problems in 1 file; 2 were not checked:',
        '  b/nginx.conf: it is a binary file',
        '  c/compose.yaml: it is larger than 10 MiB (11 MiB)',
      ],
    },
    {
      title: 'names a file that was named and is none of ours',
      files: { 'notes.txt': 'hello' },
      args: ['notes.txt'],
      code: 3,
      says: ['Nothing was checked:', '  notes.txt: it is not an nginx, Tomcat, Compose or Java file'],
    },
    {
      title: 'tells an empty folder from a checked one',
      files: { 'README.md': '# Nothing' },
      code: 3,
      says: ['Nothing was checked: no file of nginx, Tomcat, Compose or Java was found.'],
    },
    {
      title: 'names a folder that is passed over and holds files of ours',
      files: {
        'build/docker/nginx.conf': main(site),
        'app/pom.xml': '<project><artifactId>a</artifactId></project>',
        'app/target/nginx.conf': '',
      },
      code: 3,
      says: [
        'Nothing was checked:',
        '  build: it is skipped as build output, but contains docker/nginx.conf; check it separately',
        '  app/pom.xml: nothing here configures or runs nginx or Tomcat',
      ],
    },
    {
      title: 'counts Java that is not read, since nothing of ours lies beside it',
      files: { 'src/A.java': 'class A {}', 'src/B.java': 'class B {}' },
      code: 3,
      says: [
        'Nothing was checked:',
        '  .: 2 Java files are not read, because nothing here configures or runs nginx or Tomcat',
      ],
    },
    {
      title: 'takes a Compose file without nginx and Tomcat for nothing checked',
      files: { 'compose.yaml': 'services:\n  db:\n    image: postgres:17\n' },
      code: 3,
      says: ['Nothing was checked:', '  compose.yaml: nothing here configures or runs nginx or Tomcat'],
    },
    {
      title: 'names what configures other products',
      files: {
        'conf/server.xml': server,
        'conf/uriworkermap.properties': '/*=a\n',
        'httpd/httpd.conf': 'Listen 80\n',
        'httpd/sites-available/shop.conf': '<VirtualHost *:80>\n</VirtualHost>\n',
        'lb/haproxy.cfg': 'frontend a\n',
      },
      code: 0,
      says: [
        'No problems in 1 file; 4 were not checked:',
        '  httpd/httpd.conf, httpd/sites-available/shop.conf: it configures Apache httpd, which is not checked',
        '  lb/haproxy.cfg: it configures HAProxy, which is not checked',
        "  conf/uriworkermap.properties: it configures mod_jk, Tomcat's connector for Apache httpd, which is not checked",
      ],
    },
    {
      title: 'names an include that leads out of the folder, and not one that leads to nothing in it',
      files: {
        'nginx.conf': main('    include /opt/more/*.conf;\n    include mime.types;\n    include sites/*;\n'),
      },
      code: 0,
      says: [
        'No problems in 1 file; 1 was checked only in part:',
        '  nginx.conf:3:13: the included files are not here, so their contents are not known',
      ],
    },
    {
      title: 'says a missing file once, as a problem',
      files: { 'nginx.conf': main('    include missing.conf;\n') },
      code: 1,
      says: [
        'nginx.conf:3:13  error    There is no file "missing.conf", so nginx does not start. Correct the path, which is relative to the folder of the main file, or add the file. nginx says: open() "…/missing.conf" failed (2: No such file or directory)  nginx/include-missing',
        '',
        '1 problem in 1 file: 1 error',
      ],
    },
    {
      title: 'lists fragments together, and not one that is read by another name',
      files: {
        ...Object.fromEntries(
          [1, 2, 3, 4, 5].map((n) => [`sites-available/${n}.conf`, site.replace('80', `8${n}`)]),
        ),
        'sites-available/used.conf': site,
        'nginx.conf': main('    include sites-enabled/*;\n'),
        'sites-enabled/used.conf': site,
        'conf.d/numbers.conf': '10.0.0.0/8 1;\n10.1.0.0/16 2;\n',
      },
      args: ['.', 'conf.d/numbers.conf'],
      code: 0,
      says: [
        'No problems in 9 files; 6 were checked only in part:',
        '  conf.d/numbers.conf: no main file includes it and nothing in it shows where it belongs, so only its syntax is checked',
        '  sites-available/1.conf, sites-available/2.conf, sites-available/3.conf and 2 others: no main file includes it, so only what holds wherever it may be included is checked',
      ],
    },
    {
      title: 'says where the release of nginx decides and is not known',
      files: { 'nginx.conf': main('    server {\n        listen 80;\n        http2 on;\n    }\n') },
      code: 0,
      says: [
        'No problems in 1 file; 1 was checked only in part:',
        '  nginx.conf:5:9: the nginx version in use is not known, and nginx/version depends on it',
      ],
    },
    {
      title: 'does not take a release of Tomcat for one of nginx',
      files: {
        'nginx.conf': main('    server { listen 80; }\n'),
        'compose.yaml':
          'services:\n  tomcat:\n    image: tomcat:10.1\n    environment: { JAVA_OPTS: -DjvmRoute=a }\n',
      },
      code: 0,
      says: [
        'compose.yaml:2:3  warning  Tomcat 10.1 does not take its route from -DjvmRoute, which is set here: session IDs end in no route, and nothing is logged. Mount a server.xml that sets jvmRoute of its Engine to that property.  tomcat/route-property-removed',
        '',
        '1 problem in 2 files: 1 warning',
      ],
    },
    {
      title: 'says so no more where it is known',
      files: { 'nginx.conf': main('    server {\n        listen 80;\n        http2 on;\n    }\n') },
      args: ['--nginx-version', '1.28.0', '.'],
      code: 0,
      says: ['No problems in 1 file.'],
    },
    {
      title: 'names templates of other languages',
      files: {
        'nginx.conf': main('{% for s in sites %}\n    server { listen {{ s.port }}; }\n{% endfor %}\n'),
      },
      code: 3,
      says: [
        'Nothing was checked:',
        '  nginx.conf: it is a template for another program, so its result is not known',
      ],
    },
    {
      title: 'names files that cannot be read as what they are',
      files: {
        'nginx.conf': main(site),
        'conf/server.xml': '<Server port="8005" shutdown="S">\n  <% if @ajp %>\n</Server>\n',
        'compose.yaml': 'services:\n  nginx: [\n',
      },
      code: 0,
      says: [
        'No problems in 3 files; 2 were checked only in part:',
        '  compose.yaml:3:1: it is not a valid Compose file and may be misread: Flow sequence in block collection must be sufficiently indented and end with a ].',
        '  conf/server.xml:2:3: it is not well-formed and may be misread: A "<" in text must be written "&lt;".',
      ],
    },
    {
      title:
        'names Tomcat files whose release decides and is not known, and those of releases that it does not know',
      files: {
        'conf/server.xml':
          '<Server port="-1" shutdown="S">\n  <Service name="Catalina"><Connector port="8080" rejectIllegalHeader="true"/></Service>\n</Server>\n',
        'compose.yaml':
          'services:\n  old:\n    image: tomcat:7.0\n    volumes: [./old.xml:/usr/local/tomcat/conf/server.xml]\n',
        'old.xml':
          '<Server port="-1" shutdown="S">\n  <Service name="Catalina"><Whatever/></Service>\n</Server>\n',
      },
      code: 0,
      says: [
        'No problems in 3 files; 2 were checked only in part:',
        '  conf/server.xml:2:51: the Tomcat version in use is not known, and tomcat/version depends on it',
        '  old.xml: what Tomcat 7.0 knows is not known here, so elements, classes and attributes are not checked',
      ],
    },
    {
      title: 'names Java that writes to sessions and belongs to no web app',
      files: {
        'nginx.conf': main(site),
        'src/main/java/A.java':
          'import jakarta.servlet.http.*;\nclass A {\n  void a(HttpSession session) {\n    session.setAttribute("a", new A());\n  }\n}\n',
        'src/main/java/B.java': 'class B {}\n',
      },
      code: 0,
      says: [
        'No problems in 3 files; 1 was checked only in part:',
        '  src/main/java/A.java:4:5: it does not belong to a known web app, so what it stores in sessions is not checked',
      ],
    },
  ];
  for (const { title, files, args, code, says } of cases) {
    it(title, async () => {
      const { code: ended, lines } = await check(files, args ? { args } : {});
      assert.deepEqual([...lines, `exit code ${ended}`], [...says, `exit code ${code}`]);
    });
  }

  it('says the same in JSON, beside the files', async () => {
    const root = await folders.make({
      'nginx.conf': main('    include /opt/more.conf;\n'),
      'workers.properties': '',
    });
    const { stdout, code } = await runCli(['check', '--format', 'json', root]);
    const { files, unchecked }: JsonReport = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.deepEqual(files, [{ path: join(root, 'nginx.conf'), diagnostics: [] }]);
    assert.deepEqual(unchecked, [
      {
        path: join(root, 'nginx.conf'),
        extent: 'part',
        reason: 'the included files are not here, so their contents are not known',
        range: { start: { line: 2, character: 12 }, end: { line: 2, character: 26 } },
      },
      {
        path: join(root, 'workers.properties'),
        extent: 'whole',
        reason: "it configures mod_jk, Tomcat's connector for Apache httpd, which is not checked",
        range: null,
      },
    ]);
  });

  it('keeps exit code 2 for a path that cannot be read', async () => {
    const root = await folders.make({ 'nginx.conf': '' });
    const { code, stdout, stderr } = await runCli(['check', join(root, 'none')]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, `cluster-lab: ${root}/none does not exist\n`);
  });

  describe('a main file that is named alone', () => {
    it('brings its includes from its folder, and nothing from outside of it', async () => {
      const root = await folders.make({
        'nginx/nginx.conf': main(
          '    include conf.d/*.conf;\n    include missing.conf;\n    include ../other.conf;\n',
        ),
        'nginx/conf.d/a.conf': 'server { listen 81 }\n',
        'nginx/beside.conf': 'server { listen 82 }\n',
        'other.conf': 'server { listen 83 }\n',
      });
      const { code, stdout } = await runCli(['check', 'nginx/nginx.conf'], root);
      assert.equal(code, 1);
      assert.deepEqual(
        stdout.split('\n').map((line) => line.replace(/ {2}(error) .* (?= \S+$)/, ' $1')),
        [
          'nginx/conf.d/a.conf:1:17 error nginx/syntax',
          '',
          'nginx/nginx.conf:4:13 error nginx/include-missing',
          '',
          '2 problems in 2 files: 2 errors; --fix mends 1; 1 was checked only in part:',
          '  nginx/nginx.conf:5:13: the included files are not here, so their contents are not known',
          '',
        ],
      );
    });

    it('is fixed with them', async () => {
      const root = await folders.make({
        'nginx.conf': main('    include a.conf;\n'),
        'a.conf': 'server {\n    listen 81\n}\n',
      });
      const { stdout } = await runCli(['check', '--fix', 'nginx.conf'], root);
      assert.match(stdout, /^wrote {2}a\.conf$/m);
    });
  });

  describe('standard input', () => {
    const stdin = async (input: string, ...args: readonly string[]): Promise<readonly string[]> => {
      const { code, lines } = await check({}, { args: [...args, '-'], input });
      return [...lines, `exit code ${code}`];
    };

    it('is what it looks like', async () => {
      assert.deepEqual(await stdin('events {}\nhttp {\n    server {\n        listen 80\n    }\n}\n'), [
        '<stdin>:4:16  error    A ";" is missing after "80". Add it. nginx says: unexpected "}" (line 5)  nginx/syntax',
        '',
        '1 problem in 1 file: 1 error',
        'exit code 1',
      ]);
      assert.deepEqual(await stdin('services:\n  a:\n    image: nginx\n'), [
        'Nothing was checked:',
        '  <stdin>: nothing here configures or runs nginx or Tomcat',
        'exit code 3',
      ]);
      assert.deepEqual(await stdin(server), ['No problems in 1 file.', 'exit code 0']);
      assert.deepEqual(await stdin('hello\n'), [
        'Nothing was checked:',
        '  <stdin>: nothing in it tells what it is: say it with --as',
        'exit code 3',
      ]);
    });

    it('is what --as says', async () => {
      const lines = await stdin('server_name a b', '--as', 'nginx');
      assert.match(lines[0] ?? '', /^<stdin>:1:15 .* nginx\/syntax$/);
      assert.equal(lines.at(-1), 'exit code 1');
    });

    it('includes nothing from the disk, and says so', async () => {
      const files = { 'conf.d/a.conf': 'server { listen 81 }\n' };
      const { code, lines } = await check(files, {
        args: ['-'],
        input: main('    include conf.d/*.conf;\n    access_log /a main;\n'),
      });
      assert.equal(code, 0, 'a log format that may be in the include is no error');
      assert.deepEqual(lines, [
        'No problems in 1 file; 1 was checked only in part:',
        '  <stdin>:3:13: the included files are not here, so their contents are not known',
      ]);
    });

    const refused: readonly [args: readonly string[], message: RegExp][] = [
      [['-', '.'], /standard input \(-\) is checked by itself/],
      [['--fix', '-'], /--fix writes files, and standard input \(-\) is none/],
      [['--as', 'nginx', '.'], /--as is for standard input \(-\)/],
      [
        ['--as', 'toml', '-'],
        /--as takes nginx, server\.xml, context\.xml, web\.xml, web-fragment\.xml, tomcat-users\.xml, compose, java, not "toml"/,
      ],
    ];
    for (const [args, message] of refused) {
      it(`refuses ${args.join(' ')}`, async () => {
        const { code, stderr } = await runCli(['check', ...args]);
        assert.equal(code, 2);
        assert.match(stderr, message);
      });
    }
  });

  describe('the output of nginx -T', () => {
    const dump = [
      '# configuration file /srv/web/nginx.conf:',
      'events {}\nhttp {\n    include /etc/nginx/mime.types;\n    include /srv/sites/*.conf;\n    include /srv/none/*.conf;',
      '    server {\n        location / { proxy_pass http://the_app; }\n    }\n}\n',
      '# configuration file /etc/nginx/mime.types:',
      'types {\n    text/html html;\n}\n',
      '# configuration file /srv/sites/app.conf:',
      'upstream the_app {\n    server 127.0.0.1:8080;\n}\n\n',
    ].join('\n');
    const says = [
      '/srv/web/nginx.conf:7:22  warning  nginx/underscore-upstream-host',
      '    /srv/sites/app.conf:1:10  the name that is sent',
      '',
      '1 problem in 3 files: 1 warning',
    ];
    const short = (lines: readonly string[]): readonly string[] =>
      lines.map((line) => line.replace(/(?<= {2}warning {2}).* {2}/, ''));

    it('is one configuration under the names of its files, as a file and as standard input', async () => {
      const asFile = await check({ 'dump.txt': dump }, { args: ['dump.txt'] });
      assert.deepEqual(short(asFile.lines), says);
      const piped = await check({}, { args: ['-'], input: dump });
      assert.deepEqual(short(piped.lines), says);
    });

    it('tells its release, where -V was asked too', async () => {
      const input = `nginx version: nginx/1.22.1\nbuilt with OpenSSL 3.0.2\nnginx: the configuration file /srv/web/nginx.conf syntax is ok\n${dump.replace('    server {\n', '    server {\n        http2 on;\n')}`;
      const { lines } = await check({}, { args: ['-'], input });
      assert.match(lines[0] ?? '', /^\/srv\/web\/nginx\.conf:7:9 {2}error .*nginx\/version$/);
    });

    it('is named where a folder is searched', async () => {
      const { code, lines } = await check({ 'nginx.conf': dump });
      assert.equal(code, 3);
      assert.deepEqual(lines, [
        'Nothing was checked:',
        '  nginx.conf: it is output of nginx -T; check it separately to have its files checked',
      ]);
    });

    it('is never written to', async () => {
      const root = await folders.make({ 'dump.txt': dump });
      const { code, stdout, stderr } = await runCli(['check', '--fix', 'dump.txt'], root);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /--fix writes files; what nginx -T printed has none here/);
    });

    it('answers which-location', async () => {
      const root = await folders.make({ 'dump.txt': dump });
      const { stdout } = await runCli(['which-location', 'http://localhost/', 'dump.txt'], root);
      assert.match(stdout, /\(\/srv\/sites\/app\.conf:2\)/);
      const piped = await runCli(['which-location', 'http://localhost/', '-'], root, dump);
      assert.equal(piped.stdout, stdout);
    });
  });
});
