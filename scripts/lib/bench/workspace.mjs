// What a large workspace costs beside reading its files once, and beside a workspace of one file. CPU time of this process, in
// which both ends of the language server run, warm, medians.
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { splitConfig } from './bigConfig.mjs';
import { largeWorkspace } from './largeWorkspace.mjs';
import { median, printTable } from './table.mjs';
import { serverCode } from './serverCode.mjs';

const COLD_ROUNDS = 5;
const WARM_UP = 10;
const ROUNDS = 21;

/** Prints a table of ratios. */
export async function compareWorkspaces() {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'cluster-lab-bench-')));
  try {
    const server = await bundle(home);
    const { files, site, writer, webXml } = largeWorkspace();
    const large = place(join(home, 'large'), files);
    const [[, head], [, only]] = splitConfig(1);
    const main = head.replace('    include sites/*.conf;\n', () => only);
    const oneNginx = place(join(home, 'nginx'), new Map([['nginx.conf', main]]));
    const java = new Map([webXml, writer].map((path) => [path, files.get(path)]));
    const oneJava = place(join(home, 'java'), java);

    const reading = [];
    for (let i = 0; i < ROUNDS; i++) {
      const before = process.cpuUsage();
      for (const path of files.keys()) readFileSync(join(large.folder, path), 'utf8');
      reading.push(since(before));
    }
    const cold = [];
    for (let i = 0; i < COLD_ROUNDS; i++) cold.push(await firstCheck(server, large.folder));

    const measure = async (inLarge, one, inOne, question) => ({
      own: await typing(server, large, inLarge, question),
      one: await typing(server, one, inOne, question),
    });
    const keystroke = { typed: '' };
    const rows = [
      ['first check', { own: median(cold) }, ''],
      [
        'keystroke in nginx, to the diagnostics',
        await measure(site, oneNginx, 'nginx.conf', keystroke),
        'a tenth of the first check',
      ],
      [
        'keystroke in Java, to the diagnostics',
        await measure(writer, oneJava, writer, keystroke),
        'a tenth of the first check',
      ],
      [
        'keystroke in nginx, to a completion of directives',
        await measure(site, oneNginx, 'nginx.conf', { typed: 'prox', expected: 'proxy_set_header' }),
        'twice one file',
      ],
      [
        'keystroke in nginx, to a completion of variables',
        await measure(site, oneNginx, 'nginx.conf', { typed: 'set $a $h', expected: '$host' }),
        'twice one file',
      ],
    ];
    printTable(
      [
        `${files.size} files`,
        'ms CPU',
        'one file, ms CPU',
        'against one file',
        'against the first check',
        'against reading once',
        'aim: at most',
      ],
      rows.map(([what, { own, one }, aim]) => [
        what,
        own.toFixed(1),
        one?.toFixed(1) ?? '',
        one === undefined ? '' : (own / one).toFixed(2),
        (own / median(cold)).toFixed(2),
        (own / median(reading)).toFixed(2),
        aim,
      ]),
    );
    console.log(`\nReading the files once: ${median(reading).toFixed(1)} ms CPU.\n`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function place(folder, files) {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, files };
}

/** From the start of a server to its first summary. */
async function firstCheck(server, folder) {
  const before = process.cpuUsage();
  const editor = await open(server, folder);
  const spent = since(before);
  await editor.stop();
  return spent;
}

/**
 * Letters typed into one file, each when all is said of the one before: what one costs up to the diagnostics, or up to a
 * completion behind what is typed.
 */
async function typing(server, { folder, files }, path, { typed, expected }) {
  const editor = await open(server, folder);
  const text = files.get(path);
  const isJava = path.endsWith('.java');
  const at = isJava ? text.indexOf('{') + 1 : text.lastIndexOf('        location / {');
  const begin = `${text.slice(0, at)}\n${isJava ? '//' : '#'} `;
  const textOf = (letters) => `${begin}${'a'.repeat(letters)}\n        ${typed}\n${text.slice(at)}`;
  const uri = pathToFileURL(join(folder, path)).href;
  const position = { line: begin.split('\n').length, character: 8 + typed.length };
  await editor.say('textDocument/didOpen', {
    textDocument: { uri, languageId: isJava ? 'java' : 'nginx', version: 0, text: textOf(0) },
  });
  await editor.checked();
  const spent = [];
  for (let i = 1; i <= WARM_UP + ROUNDS; i++) {
    const before = process.cpuUsage();
    await editor.say('textDocument/didChange', {
      textDocument: { uri, version: i },
      contentChanges: [{ text: textOf(i) }],
    });
    if (expected === undefined) await editor.checked();
    else {
      const { items } = await editor.ask('textDocument/completion', { textDocument: { uri }, position });
      if (!items.some(({ label }) => label === expected)) throw new Error(`No completion has ${expected}.`);
    }
    spent.push(since(before));
    if (expected !== undefined) await editor.checked();
  }
  await editor.stop();
  return median(spent.slice(WARM_UP));
}

/** A server in this process that has checked a folder, and the editor's end of its connection. */
async function open(server, folder) {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const { StreamMessageReader, StreamMessageWriter } = server;
  server.serve(
    server.createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)),
    server.nodeFileSystem,
    '0.0.0',
  );
  const client = server.createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const events = new EventEmitter();
  let untold = 0;
  client.onNotification('clusterLab/summary', () => {
    untold++;
    events.emit('checked');
  });
  client.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  client.onRequest('client/registerCapability', () => null);
  client.listen();
  const editor = {
    say: (method, params) => client.sendNotification(method, params),
    ask: (method, params) => client.sendRequest(method, params),
    /** Waits until what was said since the last call is checked. */
    async checked() {
      if (untold === 0) await once(events, 'checked');
      untold = 0;
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

function since(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The server's own code, as it is built for the extension. */
const bundle = (folder) =>
  serverCode(
    folder,
    `export { serve } from './server/src/lsp/server';
export { nodeFileSystem } from './server/src/workspace/nodeFileSystem';
export * from 'vscode-languageserver/node';`,
  );
