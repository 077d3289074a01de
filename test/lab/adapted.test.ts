import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Lab, LogLine, NodeSessions } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

/** One Tomcat, and an nginx with nearly everything in it that a lab has to adapt. */
const FILES = {
  'compose.yaml': `services:
  app:
    image: tomcat:10.1
    volumes: ["./tomcat/server.xml:/usr/local/tomcat/conf/server.xml"]
    ports: ["18080:8080", "18443:8443"]
`,
  'tomcat/server.xml': `<?xml version="1.0" encoding="UTF-8"?>
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080"/>
    <Connector port="8443" SSLEnabled="true" scheme="https" secure="true">
      <SSLHostConfig>
        <Certificate certificateFile="\${catalina.base}/conf/tls/a.crt" certificateKeyFile="/etc/pki/a.key"/>
      </SSLHostConfig>
    </Connector>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="apps"/>
    </Engine>
  </Service>
</Server>
`,
  'nginx/nginx.conf': `events {}
include http.conf;
`,
  'nginx/http.conf': `http {
    log_format main '$remote_addr "$request"';
    access_log /var/log/nginx/access.log
               main buffer=32k flush=1m;
    error_log /srv/logs/error.log;
    include conf.d/*.conf;
    include ../shared/*.conf;
}
`,
  'nginx/conf.d/sites.conf': `server {
    listen 127.0.0.1:18088;
    listen 18088;
    access_log /srv/logs/site.log; # kept
    location / {
        proxy_pass http://tomcats;
        proxy_set_header Host $http_host;
    }
    location /off/ {
        access_log off;
        proxy_pass http://127.0.0.1:18080/;
        proxy_set_header Host $http_host;
    }
}
server {
    listen 192.0.2.7:18089 ssl;
    ssl_certificate certs/gone.crt;
    ssl_certificate_key certs/gone.key;
    location / {
        proxy_pass https://127.0.0.1:18443;
        proxy_set_header Host $http_host;
    }
}
`,
  'shared/upstreams.conf': `upstream tomcats {
    server 127.0.0.1:18080 max_fails=2; # the app
}
`,
};

describe('a lab of files with much to adapt', () => {
  const labs = new Labs();
  let folder: string;
  let lab: Lab;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'adapted-'));
    for (const [path, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    lab = await labs.start(await planOf(folder));
  });
  after(async () => {
    await labs.removeAll();
    rmSync(folder, { recursive: true });
  });

  /** Every line with one of these paths, once nginx and a Tomcat have told of the last. */
  async function linesOf(paths: readonly string[], last: string): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    const told = new Set<string>();
    await new Promise<void>((resolve) => {
      lab.onLine((line) => {
        if (paths.some((path) => line.text.includes(path))) lines.push(line);
        if (line.text.includes(last)) told.add(line.node === 'nginx' ? 'nginx' : 'tomcat');
        if (told.size === 2) resolve();
      });
    });
    return lines;
  }

  it('takes turns between the Tomcat and its copy, and tells each request once with where it went', async () => {
    const http = urlOf(lab, 'nginx', 'http');
    const told = linesOf(['/turn-1', '/turn-2', '/off/'], '/turn-2');
    await new Visitor().get(`${http}off/hidden`);
    for (const path of ['turn-1', 'turn-2']) await new Visitor().get(http + path);
    const lines = await told;
    const byNginx = lines.filter(({ node }) => node === 'nginx').map(({ text }) => text);
    assert.equal(byNginx.length, 2, byNginx.join('\n'));
    for (const text of byNginx) assert.match(text, /upstream=tomcat[12]:8080 session=\S+ time=[\d.]+$/);
    const served = lines
      .filter(({ node, text }) => node !== 'nginx' && text.includes('/turn-'))
      .map(({ node }) => node);
    assert.deepEqual(served.toSorted(), ['tomcat1', 'tomcat2']);
  });

  it('answers by HTTPS with certificates that were not to be had, at nginx and at each Tomcat', async () => {
    for (const container of ['nginx', 'tomcat1', 'tomcat2']) {
      assert.equal((await new Visitor().get(urlOf(lab, container, 'https'))).status, 200, container);
    }
  });

  it('reads the sessions of apps that lie elsewhere than in webapps', async () => {
    let nodes: NodeSessions[];
    // The first answer of a node waits for Tomcat to compile the probe, which a busy machine does not do in time.
    do nodes = await lab.sessions.read(AbortSignal.timeout(60_000));
    while (nodes.some(({ error }) => error?.startsWith('does not answer')));
    assert.deepEqual(
      nodes.map(({ node, error, contexts }) => ({ node, error, paths: contexts.map(({ path }) => path) })),
      ['tomcat1', 'tomcat2'].map((node) => ({ node, error: undefined, paths: ['/'] })),
    );
  });
});
