import assert from 'node:assert/strict';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { WorkspaceChecker } from '../../server/src/workspace/checker';
import { temporaryFolders } from './temporary';

const SERVER = `<Server port="-1">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
`;
const MAIN = `events {
}
http {
    server {
        location / {
            proxy_pass http://tomcat1:8080;
        }
    }
}
`;
const stack = (volume: string): string =>
  `services:\n  nginx:\n    image: nginx:1.28\n    volumes:\n      - ${volume}:/etc/nginx/nginx.conf\n  tomcat1:\n    image: tomcat:10.1\n`;

const projectsIn = async (root: string): Promise<readonly (readonly [string, readonly string[]])[]> => {
  const checker = new WorkspaceChecker(nodeFileSystem, {});
  checker.setFolders([root]);
  return (await checker.settle()).map((check) => [
    check.root.slice(root.length + 1),
    [...check.files.keys()].map((path) => path.slice(root.length + 1)),
  ]);
};

describe('cluster-lab.json on disk', () => {
  const folders = temporaryFolders();

  it('takes up files whose names tell nothing', async () => {
    const root = await folders.make({
      'cluster-lab.json': JSON.stringify({ compose: 'stack.txt', nginx: { main: 'edge', http: ['site'] } }),
      'stack.txt': stack('./edge'),
      edge: MAIN,
      site: 'upstream a {\n    server tomcat1:8080;\n}\n',
    });
    assert.deepEqual(await projectsIn(root), [['', ['cluster-lab.json', 'edge', 'site', 'stack.txt']]]);
  });

  it('speaks for its folder, and for all that it names', async () => {
    const files = {
      'a/compose.yaml': stack('./nginx.conf'),
      'a/nginx.conf': MAIN,
      'a/server.xml': SERVER,
      'b/compose.yaml': stack('./nginx.conf'),
      'b/nginx.conf': MAIN,
      'b/server.xml': SERVER,
      'c/nginx.conf': MAIN,
    };
    const names = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await projectsIn(await folders.make({ ...files, ...more }))).map(([name]) => name);
    assert.deepEqual(await names({}), ['', 'a', 'b']);
    // One at the top that names a file of a stack takes that stack in.
    assert.deepEqual(await names({ 'cluster-lab.json': '{"compose": "a/compose.yaml"}' }), ['', 'b']);
    assert.deepEqual(await names({ 'c/cluster-lab.json': '{}' }), ['a', 'b', 'c']);
    assert.deepEqual(await names({ 'b/cluster-lab.json': '{"nginx": {"main": "../c/nginx.conf"}}' }), [
      '',
      'a',
    ]);
    assert.deepEqual(await names({ 'a/cluster-lab.json': '{"nginx": {"main": "nginx.conf"}}' }), [
      '',
      'a',
      'b',
    ]);
  });

  it('is read anew when it changes', async () => {
    const root = await folders.make({
      'nginx.conf': MAIN.replace('tomcat1', 'app.internal'),
      'blue/conf/server.xml': SERVER,
    });
    const checker = new WorkspaceChecker(nodeFileSystem, {});
    checker.setFolders([root]);
    const links = async (): Promise<number> =>
      (await checker.settle()).flatMap(({ model }) => model.clusters.flatMap((cluster) => cluster.links))
        .length;
    assert.equal(await links(), 0);
    const path = join(root, 'cluster-lab.json');
    checker.open(path, '{ "hosts": { "app.internal": "blue" } }');
    assert.equal(await links(), 1);
    checker.open(path, '{ "hosts": { "app.internal": "green" } }');
    assert.equal(await links(), 0);
    checker.close(path);
    assert.equal(await links(), 0);
  });
});
