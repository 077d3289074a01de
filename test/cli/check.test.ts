import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { five, readTree, story } from '../lsp/story';
import { temporaryFolders } from '../workspace/temporary';
import { runCli } from './runCli';
import type { JsonReport } from './runCli';

const report = async (
  ...args: readonly string[]
): Promise<{ code: number | null; files: JsonReport['files'] }> => {
  const { code, stdout, stderr } = await runCli(['check', '--format', 'json', ...args]);
  assert.equal(stderr, '');
  const { files }: JsonReport = JSON.parse(stdout);
  return { code, files };
};

/** File and code of all diagnostics, in the order of the report. */
const listed = (files: JsonReport['files'], root: string): string[] =>
  files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ code }) => `${path.slice(root.length + 1)} ${code}`),
  );

describe('cluster-lab check', () => {
  const folders = temporaryFolders();
  const broken = resolve('samples/story-broken');

  it('finds the five of the broken story', async () => {
    const { code, files } = await report('samples/story-broken');
    assert.equal(code, 1);
    assert.deepEqual(listed(files, broken), five);
    assert.ok(files.flatMap(({ diagnostics }) => diagnostics).every(({ fix }) => fix === 'safe'));
  });

  it('finds none in the fixed story', async () => {
    const { code, files } = await report('samples/story-fixed');
    assert.equal(code, 0);
    assert.deepEqual(listed(files, resolve('samples/story-fixed')), []);
    assert.ok(files.some(({ path }) => path === resolve('samples/story-fixed', story.nginx)));
  });

  it('keeps two stacks in one folder apart', async () => {
    const { code, files } = await report('samples');
    assert.equal(code, 1);
    assert.deepEqual(listed(files, broken), five);
  });

  it('writes places from 0, as LSP does, and related places in other files', async () => {
    const { files } = await report('samples/story-broken');
    const text = (await readFile(join(broken, story.nginx), 'utf8')).split('\n');
    const [nginx] = files.find(({ path }) => path.endsWith(story.nginx))?.diagnostics ?? [];
    assert.ok(nginx);
    assert.match(
      text[nginx.range.start.line]?.slice(nginx.range.start.character) ?? '',
      /^(proxy_pass )?https:\/\/https_stream/,
    );
    const [java] = files.find(({ path }) => path.endsWith(story.servlet))?.diagnostics ?? [];
    assert.ok(
      java?.related.some(({ path, range }) => path === join(broken, story.member) && range.start.line > 0),
    );
  });

  it('prints for people: place, severity, message and code, then a summary', async () => {
    const { code, stdout, stderr } = await runCli(['check', 'samples/story-broken']);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^samples\/story-broken\/nginx\/conf\.d\/story\.conf:\d+:\d+ {2}error {4}.+ {2}nginx\/underscore-upstream-host$/m,
    );
    assert.match(stdout, /\n5 problems in \d+ files: 3 errors, 2 warnings; --fix mends 5\n$/);
    assert.ok(!stdout.includes('\x1b'), 'no colours without a terminal');
    const fixed = await runCli(['check', 'samples/story-fixed']);
    assert.match(fixed.stdout, /^No problems in \d+ files\.\n$/);
    assert.equal(fixed.code, 0);
  });

  it('gives the exit code by the severity that is asked for', async () => {
    const root = await folders.copyOf('samples/story-fixed');
    const webXml = await readFile(join(broken, story.webXml), 'utf8');
    await writeFile(join(root, story.serverXml), await readFile(join(broken, story.serverXml), 'utf8'));
    assert.match(webXml, /web-app/);
    assert.equal((await report(root)).code, 0, 'a warning is below the default');
    assert.equal((await report('--min-severity', 'warning', root)).code, 1);
    assert.equal((await report('--min-severity=hint', root)).code, 1);
  });

  it('judges files named one by one together', async () => {
    const [main, site] = [join(broken, 'nginx/nginx.conf'), join(broken, story.nginx)];
    assert.deepEqual(listed((await report(site)).files, broken), []);
    const { files } = await report(main, site);
    assert.deepEqual(listed(files, broken), [`${story.nginx} nginx/underscore-upstream-host`]);
    assert.deepEqual(
      files.map(({ path }) => path),
      [site, main],
    );
  });

  it('reads a file named by somebody as what it looks like', async () => {
    const root = await folders.make({ 'notes.txt': 'server {\n    listen 80\n}\n' });
    const { code, files } = await report(join(root, 'notes.txt'));
    assert.deepEqual(listed(files, root), ['notes.txt nginx/syntax']);
    assert.equal(code, 1);
    assert.deepEqual((await report(root)).files, []);
  });

  for (const [folder, file] of [
    ['nginx', 'templates/default.conf.template'],
    ['templates', 'default.conf.template'],
    ['conf.d', 'app.conf'],
    ['sites-available', 'example.org'],
  ] as const) {
    it(`finds ${file} where its folder ${folder} is checked`, async () => {
      const root = await folders.make({
        [`${folder}/${file}`]: 'server {\n    listen 80;\n    lissen 81;\n}\n',
      });
      const { code, files } = await report(join(root, folder));
      assert.equal(code, 1);
      assert.deepEqual(listed(files, join(root, folder)), [`${file} nginx/unknown-directive`]);
    });
  }

  it('takes a path once, however often it is named', async () => {
    const { files } = await report(
      'samples/story-broken',
      'samples/story-broken/',
      join(broken, story.nginx),
      'samples/story-broken/app',
    );
    assert.deepEqual(listed(files, broken), five);
  });

  describe('--fix', () => {
    it('makes the fixed story, byte for byte, says what it changed, and leaves nothing behind', async () => {
      const root = await folders.copyOf('samples/story-broken');
      const { code, stdout } = await runCli(['check', '--fix', root]);
      assert.equal(code, 0);
      assert.deepEqual(await readTree(root), await readTree('samples/story-fixed'));
      assert.equal(stdout.match(/^fixed {2}/gm)?.length, 5);
      assert.match(stdout, /^wrote {2}.*server\.xml$/m);
      assert.match(stdout, /No problems in \d+ files\.\n$/);
      const again = await runCli(['check', '--fix', root]);
      assert.match(again.stdout, /^Nothing to fix\.\n/);
    });

    it('keeps JSON on standard output clean', async () => {
      const root = await folders.copyOf('samples/story-broken');
      const { code, stdout, stderr } = await runCli(['check', '--fix', '--format', 'json', root]);
      assert.equal(code, 0);
      const { files }: JsonReport = JSON.parse(stdout);
      assert.deepEqual(listed(files, root), []);
      assert.equal(stderr.match(/^wrote {2}/gm)?.length, 5);
    });

    it('leaves what another program reads, and what nobody can tell', async () => {
      const texts = {
        'nginx/keepalived.conf':
          'global_defs {\n  router_id LVS\n}\nvrrp_instance VI_1 {\n  state MASTER\n}\n',
        'nginx/modsecurity.conf': 'SecRuleEngine On\nSecRule ARGS "@rx a" "id:1,deny"\n',
        'nginx/haproxy.conf': 'global\n  maxconn 1\nlisten a\n  bind *:80\n  server a 10.0.0.1:80\n',
        'conf.d/nginx.conf': 'half typ\n',
      };
      const root = await folders.make(texts);
      const { stdout } = await runCli(['check', '--fix', root]);
      assert.match(stdout, /error .* nginx\/syntax$/m);
      for (const [path, text] of Object.entries(texts)) {
        assert.equal(await readFile(join(root, path), 'utf8'), text);
        if (path.startsWith('nginx/'))
          assert.match(
            stdout,
            new RegExp(`${path}[^\\n]*: its name or folder is one of nginx files, but it does not read`),
          );
      }
    });

    it('leaves sites without an extension that do not read like nginx', async () => {
      const others = {
        'sites-available/apache': '<VirtualHost *:80>\n  ServerName a\n</VirtualHost>\n',
        'sites-enabled/notes': 'to do: move the shop\n',
        'sites-enabled/half': 'half typ\n',
      };
      const root = await folders.make({ ...others, 'sites-available/shop': 'server {\n    listen 80\n}\n' });
      const { stdout } = await runCli(['check', '--fix', root]);
      assert.match(stdout, /^wrote {2}.*sites-available\/shop$/m);
      for (const [path, text] of Object.entries(others))
        assert.equal(await readFile(join(root, path), 'utf8'), text);
      const { files } = await report(root);
      assert.deepEqual(
        files.map(({ path }) => path.slice(root.length + 1)),
        ['sites-available/shop'],
      );
    });

    it('keeps links, modes, line ends and legacy bytes', async () => {
      const root = await folders.copyOf('samples/story-broken');
      const real = join(await folders.make(), 'real.conf');
      const link = join(root, story.nginx);
      const text = (await readFile(link, 'latin1')).replaceAll('\n', '\r\n');
      // "한글" in EUC-KR, which is no UTF-8.
      await writeFile(real, Buffer.from(`# \xc7\xd1\xb1\xdb\r\n${text}`, 'latin1'));
      await chmod(real, 0o640);
      await writeFile(link, '');
      await rm(link);
      await symlink(real, link);
      assert.equal((await runCli(['check', '--fix', root])).code, 0);
      assert.ok((await lstat(link)).isSymbolicLink());
      assert.equal((await stat(real)).mode & 0o777, 0o640);
      const fixed = await readFile(join(resolve('samples/story-fixed'), story.nginx), 'latin1');
      assert.equal(await readFile(real, 'latin1'), `# \xc7\xd1\xb1\xdb\r\n${fixed.replaceAll('\n', '\r\n')}`);
      assert.deepEqual((await readdir(join(root, 'nginx/conf.d'))).length, 1);
    });
  });

  describe('bad usage', () => {
    const cases: [args: string[], message: RegExp][] = [
      [[], /a command is missing/],
      [['chekc', '.'], /there is no command "chekc"/],
      [['check'], /check needs a file or a folder/],
      [['check', '--format', 'yaml', '.'], /--format takes text, json, markdown, not "yaml"/],
      [['check', '--nginx-version', 'latest', '.'], /--nginx-version takes a version such as 1\.28/],
      [['check', '--min-severity', 'fatal', '.'], /--min-severity takes error, warning, information, hint/],
      [['check', '--fxi', '.'], /--fxi/],
      [['check', 'no/such/path'], /no\/such\/path does not exist/],
      [['lsp'], /lsp needs --stdio/],
    ];
    for (const [args, message] of cases) {
      it(`cluster-lab ${args.join(' ')}`, async () => {
        const { code, stdout, stderr } = await runCli(args);
        assert.equal(code, 2);
        assert.equal(stdout, '');
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /);
      });
    }
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, ['dist/cli.js', 'check', '--format', 'json', 'samples']);
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await once(child, 'close');
    assert.equal(errors, '');
  });

  it('tells its version and its usage', async () => {
    const { version }: { version: string } = JSON.parse(await readFile('package.json', 'utf8'));
    assert.deepEqual(await runCli(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
    for (const args of [['--help'], ['check', '--help']]) {
      const { code, stdout } = await runCli(args);
      assert.equal(code, 0);
      assert.match(stdout, /cluster-lab check \[--format text\|json\]/);
    }
  });

  it('survives bad input: binary, empty, marked, half typed, huge, looping', async () => {
    const root = await folders.make({
      'binary/nginx.conf': Buffer.from([0, 1, 2, 255]),
      'binary/server.xml': Buffer.from([0x3c, 0, 0x53, 0]),
      'empty/nginx.conf': '',
      'empty/web.xml': '',
      'empty/compose.yaml': '',
      'empty/pom.xml': '',
      'empty/A.java': '',
      'bom/nginx.conf': '\ufeffevents {}\n',
      'half/nginx.conf': 'http {\n  server { location ~ "x',
      'half/server.xml': '<Server port="8005"><Service name="Cata',
      'half/compose.yaml': 'services:\n  a: [',
      'half/A.java': 'class A extends <',
      'loop/nginx.conf': 'events {}\ninclude a.conf;\ninclude nginx.conf;\n',
      'loop/a.conf': 'include a.conf;\ninclude *.conf;\n',
      'huge/docker-compose.yml': 'services: {}\n'.repeat(1_000_000),
      'large/nginx.conf': `${'worker_processes 1;\n'.repeat(600_000)}http {`,
    });
    const { code, stdout, stderr } = await runCli(['check', '--format', 'json', root]);
    assert.notEqual(code, 2, stderr);
    const { files, unchecked }: JsonReport = JSON.parse(stdout);
    const left = unchecked.map(({ path, reason }) => `${path.slice(root.length + 1)}: ${reason}`);
    assert.ok(left.includes('huge/docker-compose.yml: it is larger than 10 MiB (12 MiB)'), left.join('\n'));
    assert.ok(left.includes('binary/nginx.conf: it is a binary file'), left.join('\n'));
    const read = files.map(({ path }) => path.slice(root.length + 1));
    assert.ok(read.includes('loop/a.conf') && read.includes('half/nginx.conf'));
    for (const path of ['half', 'large'])
      assert.ok(listed(files, root).includes(`${path}/nginx.conf nginx/syntax`));
  });
});
