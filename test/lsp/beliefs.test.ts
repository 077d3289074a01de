import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CodeLens, Hover } from 'vscode-languageserver';
import { Requests, type WhichLocationAnswer } from '../../server/src/protocol';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf } from './testClient';

const files: Readonly<Record<string, string>> = {
  'compose.yaml': `services:
  shop:
    image: tomcat:10.1
    volumes: ["./app:/usr/local/tomcat/webapps/app"]
  front:
    image: nginx:1.28
    ports: ["8088:80"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]
`,
  'nginx.conf': `events {}
http {
    server {
        listen 80;
        server_name shop.test;
        location /shop/ {
            proxy_pass http://shop:8080/app/;
            proxy_set_header Host $http_host;
        }
    }
}
`,
  'app/WEB-INF/web.xml': '<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0"/>\n',
};

describe('what Tomcat believes, in the editor', () => {
  const folders = temporaryFolders();

  async function open(settings?: object) {
    const root = await folders.make(files);
    const client = startInMemory(settings && { settings: () => settings });
    await client.start(root);
    const path = join(root, 'nginx.conf');
    await client.open(path, undefined, 'nginx');
    return { client, path, textDocument: { uri: uriOf(path) } };
  }

  it('is told by the hover of proxy_pass, with the lines to blame, above what the directive is', async () => {
    const { client, textDocument } = await open();
    const hover: Hover = await client.connection.sendRequest('textDocument/hover', {
      textDocument,
      position: { line: 6, character: 15 },
    });
    const { value } = hover.contents as { value: string };
    assert.match(
      value,
      /^\*\*Tomcat sees http:\/\/shop\.test:8088; its cookie is for \/app and does not come back\*\*/,
    );
    assert.match(
      value,
      /It takes the request for http:\/\/shop\.test:8088 \(\[nginx\.conf:8\]\(file:.*#L8,\d+\)\)/,
    );
    assert.match(
      value,
      /does not send it back: the application is at another path \(\[nginx\.conf:6\]\(file:.*#L6,\d+\)\)/,
    );
    assert.match(value, /```nginx\nproxy\\?_pass/);
    await client.stop();
  });

  it('stands above it where the setting wants it', async () => {
    const quiet = await open();
    const none: CodeLens[] | null = await quiet.client.connection.sendRequest('textDocument/codeLens', {
      textDocument: quiet.textDocument,
    });
    assert.equal(none, null);
    await quiet.client.stop();
    const { client, textDocument } = await open({ nginx: { routeLens: true } });
    const lenses: CodeLens[] = await client.connection.sendRequest('textDocument/codeLens', { textDocument });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title, command?.arguments]),
      [
        [
          6,
          'Tomcat sees http://shop.test:8088; its cookie is for /app and does not come back',
          ['GET http://shop.test:8088/shop/'],
        ],
      ],
    );
    await client.stop();
  });

  it('ends the answer to which location serves a URL, at the port that Compose publishes', async () => {
    const { client, path, textDocument } = await open();
    const answer: WhichLocationAnswer = await client.connection.sendRequest(Requests.whichLocation, {
      url: 'http://shop.test:8088/shop/x',
      near: textDocument.uri,
    });
    assert.ok(answer.ok);
    assert.equal(answer.lines[0]?.text, 'GET http://shop.test:8088/shop/x');
    const line = answer.lines.find(({ text }) => text.includes('does not send it back'));
    assert.equal(line?.uri, uriOf(path));
    assert.equal(line?.range?.start.line, 5);
    await client.stop();
  });
});
