import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Judge } from '../judges';

/** Where nginx listens, and where the server behind it does; nothing listens at `nobody`. */
interface Ports {
  readonly nginx: number;
  readonly server: number;
  readonly nobody: number;
}

/** A failure of nginx, and what makes it. */
export interface ProxyScenario {
  /** Of the file that keeps the logs. */
  readonly name: string;
  /** In `http`, instead of a server that passes all to the server behind it. */
  readonly http?: (ports: Ports) => string;
  /** In the location. */
  readonly location?: (ports: Ports) => string;
  /** What the server behind does with a request. */
  readonly answer?: (socket: Socket) => void;
  readonly body?: string;
  /** First nginx that says it. */
  readonly since?: string;
}

const says =
  (...lines: readonly string[]) =>
  (socket: Socket): unknown =>
    socket.end(`${lines.join('\r\n')}\r\n\r\n`);

const pass = ({ server }: Ports): string => `proxy_pass http://127.0.0.1:${server};`;

export const proxyScenarios: readonly ProxyScenario[] = [
  { name: 'nginx-refused', location: ({ nobody }) => `proxy_pass http://127.0.0.1:${nobody};` },
  {
    name: 'nginx-dead',
    http: ({
      nginx,
      nobody,
    }) => `upstream tomcats { server 127.0.0.1:${nobody}; server 127.0.0.1:${nobody - 1}; }
server { listen 127.0.0.1:${nginx}; location / { proxy_pass http://tomcats; } }`,
  },
  { name: 'nginx-closed', answer: (socket) => socket.end() },
  { name: 'nginx-reset', answer: (socket) => socket.resetAndDestroy() },
  { name: 'nginx-slow', location: (ports) => `proxy_read_timeout 1s; ${pass(ports)}`, answer: () => {} },
  { name: 'nginx-big', answer: says('HTTP/1.1 200 OK', `Set-Cookie: a=${'x'.repeat(20_000)}`) },
  { name: 'nginx-upload', body: 'x'.repeat(1_500_000) },
  {
    name: 'nginx-te',
    since: '1.23',
    answer: says('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked', '', '0', ''),
  },
  { name: 'nginx-tls', answer: (socket) => socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 70])) },
  {
    name: 'nginx-plain',
    location: ({ server }) => `proxy_pass https://127.0.0.1:${server};`,
    answer: says('HTTP/1.1 400 Bad Request', 'Content-Length: 0'),
  },
  { name: 'nginx-invalid', answer: says('HTTP/1.1 200 OK', 'Bad\u0001Header: 1', '\u0000: 2') },
  { name: 'nginx-noresolver', location: () => 'set $name tomcat8; proxy_pass http://$name:8080;' },
  {
    name: 'nginx-name',
    location: ({ nobody }) =>
      `resolver 127.0.0.1:${nobody}; resolver_timeout 1s; set $name tomcat9; proxy_pass http://$name:8080;`,
  },
  { name: 'nginx-cycle', location: () => 'rewrite ^ /again/$uri last;' },
  { name: 'nginx-host-not-found', location: () => 'proxy_pass http://tomcat9.invalid:8080;' },
  { name: 'nginx-unknown-directive', location: () => 'proxy_pas http://127.0.0.1;' },
  { name: 'nginx-port-in-use', http: ({ server }) => `server { listen 127.0.0.1:${server}; }` },
  { name: 'nginx-address', http: () => 'server { listen 203.0.113.9:8080; }' },
  {
    name: 'nginx-certificate',
    http: ({ nginx }) =>
      `server { listen 127.0.0.1:${nginx} ssl; ssl_certificate missing.pem; ssl_certificate_key missing.key; }`,
  },
];

const REQUESTS = 3;

/** What a real nginx says, in its error log and before that is open; its folder is `/etc/nginx` there. */
export async function saidOf(
  scenario: ProxyScenario,
  judge: Judge,
  ports: Ports,
): Promise<{ readonly error: string; readonly stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-failure-'));
  mkdirSync(join(folder, 'logs'));
  const log = join(folder, 'error.log');
  const location = (scenario.location ?? pass)(ports);
  const {
    http = () =>
      `server { listen 127.0.0.1:${ports.nginx}; server_name shop.example.com; location / {\n${location}\n} }`,
  } = scenario;
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, http(ports)));
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => scenario.answer?.(socket));
  });
  await new Promise<void>((resolve) => server.listen(ports.server, '127.0.0.1', resolve));
  const words = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', log];
  const child = spawn(judge.command, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...judge.env },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = new Promise((resolve) => child.on('close', resolve));
  try {
    await pause(500);
    for (let count = 0; child.exitCode === null && count < REQUESTS; count++)
      await ask(ports.nginx, scenario);
  } finally {
    child.kill('SIGTERM');
    await ended;
    server.close();
  }
  const error = readFileSync(log, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  const there = (text: string): string => text.replaceAll(folder, '/etc/nginx');
  return { error: there(error), stderr: there(stderr) };
}

/** Whatever nginx answers: its log is what counts. */
async function ask(port: number, { body }: ProxyScenario): Promise<void> {
  const request = {
    ...(body !== undefined && { method: 'POST', body }),
    signal: AbortSignal.timeout(10_000),
  };
  const response = await fetch(`http://127.0.0.1:${port}/shop/`, request).catch((error: unknown) =>
    String(error),
  );
  if (typeof response !== 'string') await response.text().catch(String);
}

const configuration = (folder: string, http: string): string => `daemon off;
pid nginx.pid;
worker_processes 1;
events { worker_connections 64; }
http {
access_log off;
client_body_temp_path ${folder}/body;
proxy_temp_path ${folder}/proxy;
fastcgi_temp_path ${folder}/fastcgi;
uwsgi_temp_path ${folder}/uwsgi;
scgi_temp_path ${folder}/scgi;
${http}
}
`;
