// What a large workspace costs beside reading its files once, and beside a workspace of one file. CPU time of this process, in
// which both ends of the language server run, warm, medians.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { splitConfig } from './bigConfig.mjs';
import { largeWorkspace } from './largeWorkspace.mjs';
import { median, printTable } from './table.mjs';

const COLD_ROUNDS = 5;
const WARM_UP = 10;
const ROUNDS = 21;

/** Prints a table of ratios. */
export async function compareWorkspaces() {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'cluster-lab-bench-')));
  try {
    const server = await bundle(home);
    const place = (name, files) => {
      const folder = join(home, name);
      for (const [path, text] of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return { folder, files };
    };
    const { files, site, writer } = largeWorkspace();
    const large = place('large', files);
    const [[, head], [, only]] = splitConfig(1);
    const main = head.replace('    include sites/*.conf;\n', () => only);
    const oneNginx = place('nginx', new Map([['nginx.conf', main]]));
    const webXml = [...files.keys()].find(
      (path) => writer.startsWith(path.split('/src/')[0]) && path.endsWith('/web.xml'),
    );
    const oneJava = place('java', new Map([webXml, writer].map((path) => [path, files.get(path)])));

    const reading = times(ROUNDS, () => {
      for (const path of files.keys()) readFileSync(join(large.folder, path), 'utf8');
    });
    const cold = [];
    for (let i = 0; i < COLD_ROUNDS; i++) cold.push(await first(server, large.folder));
    const rows = [['first check', median(cold), undefined, '']];
    for (const [what, path, one, onePath, aim] of [
      ['keystroke in nginx, to the diagnostics', site, oneNginx, 'nginx.conf'],
      ['keystroke in Java, to the diagnostics', writer, oneJava, writer],
    ]) {
      rows.push([
        what,
        await typing(server, large, path, keystroke),
        await typing(server, one, onePath, keystroke),
        'a tenth of the first check',
      ]);
    }
    rows.push([
      'completion in nginx, behind a keystroke',
      await typing(server, large, site, completion),
      await typing(server, oneNginx, 'nginx.conf', completion),
      'twice one file',
    ]);

    const ms = (value) => (value === undefined ? '' : value.toFixed(1));
    const ratio = (a, b) => (b === undefined ? '' : (a / b).toFixed(2));
    printTable(
      [
        `${files.size} files`,
        'ms CPU',
        'one file, ms CPU',
        'against one file',
        'against the first check',
        'against reading once',
        'aim',
      ],
      rows.map(([what, own, one, aim]) => [
        what,
        ms(own),
        ms(one),
        ratio(own, one),
        ratio(own, median(cold)),
        ratio(own, reading),
        aim,
      ]),
    );
    console.log(`\nReading the files once: ${reading.toFixed(1)} ms CPU.\n`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** From the start of a server to its first summary. */
async function first(server, folder) {
  const before = process.cpuUsage();
  const editor = await open(server, folder);
  const spent = since(before);
  await editor.stop();
  return spent;
}

/** Letters typed into one file, one after another when all is said of the one before: what each costs up to `answered`. */
async function typing(server, { folder, files }, path, answered) {
  const editor = await open(server, folder);
  const text = files.get(path);
  const mark = path.endsWith('.java') ? '// Typed here: ' : '# Typed here: ';
  const at = path.endsWith('.java') ? text.indexOf('{') + 1 : text.lastIndexOf('        location / {');
  const typed = (letters) =>
    `${text.slice(0, at)}\n${mark}${'a'.repeat(letters)}\n        prox\n${text.slice(at)}`;
  await editor.say('textDocument/didOpen', {
    textDocument: {
      uri: uriOf(folder, path),
      languageId: path.endsWith('.java') ? 'java' : 'nginx',
      version: 0,
      text: typed(0),
    },
  });
  await editor.checked();
  const spent = [];
  for (let i = 1; i <= WARM_UP + ROUNDS; i++) {
    const change = {
      textDocument: { uri: uriOf(folder, path), version: i },
      contentChanges: [{ text: typed(i) }],
    };
    const line = typed(i).slice(0, typed(i).indexOf(mark)).split('\n').length;
    const before = process.cpuUsage();
    await answered(editor, change, { line, character: 12 });
    spent.push(since(before));
    if (answered === completion) await editor.checked();
  }
  await editor.stop();
  return median(spent.slice(WARM_UP));
}

async function keystroke(editor, change) {
  await editor.say('textDocument/didChange', change);
  await editor.checked();
}

async function completion(editor, change, position) {
  await editor.say('textDocument/didChange', change);
  const { textDocument } = change;
  const list = await editor.ask('textDocument/completion', { textDocument, position });
  if (!list?.items.some(({ label }) => label === 'proxy_set_header'))
    throw new Error('The completion has no proxy_set_header.');
}

/** A server in this process that has checked a folder, and the editor's end of its connection. */
async function open(server, folder) {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const { serve, nodeFileSystem, createConnection, createProtocolConnection } = server;
  const { StreamMessageReader, StreamMessageWriter } = server;
  serve(
    createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)),
    nodeFileSystem,
    '0.0.0',
  );
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  let checks = 0;
  let told = 0;
  let waiting = () => {};
  client.onNotification('clusterLab/summary', () => {
    checks++;
    waiting();
  });
  client.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  client.onRequest('client/registerCapability', () => null);
  client.listen();
  const editor = {
    say: (method, params) => client.sendNotification(method, params),
    ask: (method, params) => client.sendRequest(method, params),
    /** Waits until all that was said until now is checked. */
    async checked() {
      while (checks === told) await new Promise((resolved) => (waiting = resolved));
      told = checks;
    },
    async stop() {
      await client.sendRequest('shutdown');
      client.dispose();
    },
  };
  await editor.ask('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true, workspaceFolders: true } },
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
  });
  await editor.say('initialized', {});
  await editor.checked();
  return editor;
}

const uriOf = (folder, path) => pathToFileURL(join(folder, path)).href;

function times(rounds, work) {
  const spent = [];
  for (let i = 0; i < rounds; i++) {
    const before = process.cpuUsage();
    work();
    spent.push(since(before));
  }
  return median(spent);
}

function since(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The server's own code, as it is built for the extension. */
async function bundle(folder) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { serve } from './server/src/lsp/server';
export { nodeFileSystem } from './server/src/workspace/nodeFileSystem';
export * from 'vscode-languageserver/node';`,
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  const path = join(folder, 'server.cjs');
  writeFileSync(path, outputFiles[0].text);
  return createRequire(path)(path);
}
