import assert from 'node:assert/strict';
import { join } from 'node:path';
import { temporaryFolders } from '../workspace/temporary';
import { startInMemory, uriOf } from './testClient';

describe('files that nginx reads, whatever they are called', () => {
  const folders = temporaryFolders();

  it('are told to the editor, as they come and go', async () => {
    const root = await folders.make({
      'web/nginx.conf': 'events {}\nhttp {\n    include conf.d/*.conf;\n    include proxy.inc;\n}\n',
      'web/conf.d/site.conf': 'server { listen 80; }\n',
      'web/proxy.inc': 'proxy_set_header Host $http_host;\n',
      'web/other.inc': 'proxy_set_header Host $http_host;\n',
      'web/httpd.conf': '<VirtualHost *:80>\n</VirtualHost>\n',
      'vhosts/shop.conf': 'server { listen 81; }\n',
      'compose.yaml':
        'services:\n  web:\n    image: nginx:1.28\n    volumes:\n      - ./vhosts:/etc/nginx/conf.d\n',
    });
    const client = startInMemory();
    await client.start(root);
    const expected = ['vhosts/shop.conf', 'web/conf.d/site.conf', 'web/proxy.inc'];
    await client.open(join(root, 'web/nginx.conf'), undefined, 'nginx');
    await client.until(() => client.nginxFiles.length > 0);
    assert.deepEqual(
      client.nginxFiles,
      expected.map((path) => uriOf(join(root, path))),
    );
    await client.edit(join(root, 'web/nginx.conf'), (text) => text.replace('proxy.inc', 'other.inc'));
    await client.until(() => client.nginxFiles.includes(uriOf(join(root, 'web/other.inc'))));
    assert.ok(!client.nginxFiles.includes(uriOf(join(root, 'web/proxy.inc'))));
    await client.stop();
  });
});
