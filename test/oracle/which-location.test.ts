import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildModel } from '../../server/src/cluster/build';
import type { NginxConfiguration, Placement } from '../../server/src/languages/nginx/configuration';
import { languages } from '../../server/src/languages/table';
import { whichLocation, type Answer } from '../../server/src/languages/nginx/whichLocation/whichLocation';
import { findNginx } from './nginx';
import { siteFiles, sites, type SiteRequest } from './whichLocation/generate';

const count = 40;
const requestsEach = 30;

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** One request as it stands, no byte changed; gives status, Location and body. */
async function send(port: number, { method, host, address, target }: SiteRequest): Promise<string> {
  const socket = connect(port, address);
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  socket.write(
    `${method} ${target} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
  await once(socket, 'close');
  const [head = '', ...body] = answer.split('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 'none';
  const location = /^Location: (.*)$/im.exec(head)?.[1];
  if (location !== undefined && status.startsWith('3')) return `redirect ${status} ${location.trim()}`;
  const text = body.join('\r\n\r\n');
  return text.startsWith('<html>') ? status : `${status} ${text.trim()}`;
}

/** The same of ours. */
function told({ outcome, location }: Answer, root: string): string {
  switch (outcome.kind) {
    case 'response':
      return outcome.text ? `${outcome.status} ${outcome.text.trim()}` : `${outcome.status}`;
    case 'redirect':
      return `redirect ${outcome.status} ${outcome.to}`;
    case 'passed on':
      return `200 echo ${idOf(outcome.by)} ${outcome.uri}`;
    case 'file':
      return `200 file ${outcome.path.replace(`${root}/`, '').replaceAll('//', '/')}`;
    case 'handler':
      return 'handler';
    case 'undecided':
      return `undecided in ${location?.directive.args.map(({ value }) => value).join(' ')}: ${outcome.why}`;
  }
}

function kindOf(path: string): 'file' | 'folder' | 'none' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'none';
  }
}

/** Which `proxy_pass` it is. */
const idOf = (by: Placement): string =>
  by.parent?.children.find(({ directive }) => directive.name.value === 'proxy_set_header')?.directive.args[1]
    ?.value ?? '';

function configurationOf(text: string): NginxConfiguration {
  const path = '/site/nginx.conf';
  const file = languages.open(path, 'nginx', text);
  assert.ok(file);
  const [configuration] = buildModel('/site', new Map([[path, file]])).configurations;
  assert.ok(configuration);
  return configuration;
}

describe('which location serves a URL, judged by nginx', function () {
  this.timeout(170_000);
  let backend: Server;
  let folder: string;
  let ports: { A: number; B: number };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nginx-which-'));
    const root = join(folder, 'www');
    for (const file of siteFiles) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), `file ${file}\n`);
    }
    backend = createHttpServer((request, response) => {
      const body = `echo ${String(request.headers['x-id'])} ${request.url}`;
      response.setHeader('Content-Length', Buffer.byteLength(body));
      response.end(body);
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    ports = { A: await freePort(), B: await freePort() };
  });
  after(() => {
    backend.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`agrees on ${count * requestsEach} requests to ${count} sites`, async () => {
    const nginx = findNginx();
    const root = join(folder, 'www');
    const { port: backendPort } = backend.address() as AddressInfo;
    const disagreements: string[] = [];
    let refused = 0;
    let compared = 0;
    for (const [index, site] of sites(20201221, count, requestsEach).entries()) {
      const text = site.text
        .replaceAll('PORT_A', `${ports.A}`)
        .replaceAll('PORT_B', `${ports.B}`)
        .replaceAll('BACKEND', `127.0.0.1:${backendPort}`)
        .replaceAll('ROOT', root);
      const main = join(folder, `${index}.conf`);
      const pid = join(folder, 'nginx.pid');
      const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${folder}/${name};`,
      );
      const inHttp = text.replace('http {', `http {\n    ${temp.join(' ')}`);
      writeFileSync(
        main,
        `events {}\nmaster_process off;\npid ${pid};\nerror_log ${folder}/error.log;\n${inHttp}`,
      );
      const run = (...words: string[]) =>
        spawnSync(nginx, ['-p', folder, '-c', main, '-e', 'stderr', ...words], {
          encoding: 'utf8',
          stdio: ['ignore', 'ignore', 'pipe'],
          timeout: 20_000,
        });
      if (run('-t').status !== 0) {
        refused++;
        continue;
      }
      // It returns once the sockets are open.
      const started = run();
      assert.equal(started.status, 0, started.stderr);
      try {
        const configuration = configurationOf(`events {}\n${text}`);
        for (const request of site.requests) {
          const port = ports[request.port];
          const theirs = await send(port, request).catch((error: unknown) => `failed ${String(error)}`);
          const answer = whichLocation(
            configuration,
            {
              method: request.method,
              scheme: 'http',
              host: request.host,
              port,
              target: request.target,
              address: request.address,
            },
            kindOf,
          );
          const nobody = theirs.startsWith('failed') && answer.server === undefined;
          compared++;
          const ours = told(answer, root);
          if (nobody || ours === theirs) continue;
          disagreements.push(
            `site ${index}: ${request.method} ${request.address} ${request.host} ${request.port} ${request.target}\n  nginx: ${theirs}\n  ours:  ${ours}\n  ${answer.steps.map(({ kind, text: step }) => `${kind}: ${step}`).join('\n  ')}`,
          );
        }
      } finally {
        run('-s', 'stop');
      }
    }
    assert.ok(count - refused >= 10, `nginx refused ${refused} of ${count} sites`);
    assert.ok(compared >= 300);
    assert.equal(
      disagreements.length,
      0,
      `${disagreements.length} of ${compared}:\n${disagreements.slice(0, 6).join('\n\n')}`,
    );
  });
});
