import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { connect, LabError } from '../../client/src/lab';
import type { ContainerPlan, Deployment } from '../../server/src/protocol';
import { Labs, planOf } from '../helpers/lab';

/** The plan with one file of a container replaced by a text of the user's. */
function withFile(plan: Deployment, container: string, target: string, text: string): Deployment {
  const change = (it: ContainerPlan): ContainerPlan =>
    it.name !== container
      ? it
      : {
          ...it,
          files: [
            ...it.files.filter((file) => file.target !== target),
            { target, content: { kind: 'text', text }, origin: `/home/me/${target.split('/').at(-1)}` },
          ],
        };
  return { ...plan, nginx: change(plan.nginx), tomcats: plan.tomcats.map(change) };
}

const textOf = (plan: ContainerPlan, target: string): string => {
  const content = plan.files.find((file) => file.target === target)?.content;
  if (content?.kind !== 'text') throw new Error(`no text at ${target}`);
  return content.text;
};

describe('a lab that does not start', () => {
  const labs = new Labs();
  afterEach(() => labs.removeAll());

  /** Starts in vain: the error, after which nothing may be left. */
  async function refused(plan: Deployment, options: Parameters<Labs['start']>[1] = {}): Promise<LabError> {
    const error: unknown = await labs.start(plan, options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof LabError, `a LabError, not ${String(error)}`);
    assert.equal(await labs.left(plan), 0);
    assert.match(error.message, /^[A-Za-z].*\.$/s);
    assert.doesNotMatch(`${error.message} ${error.nextStep}`, /E[A-Z]{5,}|undefined|\[object|Promise/);
    return error;
  }

  it("says nginx's own words on the user's line", async () => {
    const plan = await planOf();
    const conf = textOf(plan.nginx, '/etc/nginx/nginx.conf');
    const broken = conf.replace('proxy_connect_timeout 1s;', 'proxy_conect_timeout 1s;');
    const line = broken.split('\n').findIndex((it) => it.includes('proxy_conect_timeout'));
    const error = await refused(withFile(plan, 'nginx', '/etc/nginx/nginx.conf', broken));
    assert.equal(error.kind, 'nginx-refused');
    assert.match(error.message, /unknown directive "proxy_conect_timeout"/);
    assert.deepEqual(error.detail.place, { file: '/home/me/nginx.conf', line });
  });

  it("says Tomcat's own words on the user's line", async () => {
    const plan = await planOf();
    const target = '/usr/local/tomcat/conf/server.xml';
    const xml = textOf(plan.tomcats[0] as ContainerPlan, target);
    const broken = xml.replace('</Engine>', '</Motor>');
    const line = broken.split('\n').findIndex((it) => it.includes('</Motor>'));
    const error = await refused(withFile(plan, 'tomcat1', target, broken));
    assert.equal(error.kind, 'tomcat-refused');
    assert.match(error.message, /tomcat1: Tomcat does not start with this configuration: .*"Engine"/);
    assert.deepEqual(error.detail.place, { file: '/home/me/server.xml', line });
  });

  it('names a file that cannot be read, before or while it is sent', async () => {
    for (const [from, why] of [
      ['/nowhere/shop.war', 'shop.war could not be read for the lab: it does not exist.'],
      // Linux lets nobody read a process' memory from its start.
      ['/proc/self/mem', 'mem could not be read for the lab: '],
    ] as const) {
      const plan = await planOf(undefined, { nodes: 1 });
      const [tomcat] = plan.tomcats;
      assert.ok(tomcat);
      const files = [...tomcat.files, { target: '/shop.war', content: { kind: 'copy' as const, from } }];
      const error = await refused({ ...plan, tomcats: [{ ...tomcat, files }] });
      assert.equal(error.kind, 'unreadable-file');
      assert.ok(error.message.startsWith(why), error.message);
      assert.equal(error.nextStep, `Check ${from}, then start the lab again.`);
    }
  });

  it('names an image that cannot be had, and the setting', async () => {
    const plan = await planOf();
    const missing = { ...plan, nginx: { ...plan.nginx, image: 'cluster-lab/nginx:none' } };
    const error = await refused(missing);
    assert.equal(error.kind, 'image-missing');
    assert.match(error.message, /cluster-lab\/nginx:none/);
    assert.match(error.nextStep, /clusterLab\.lab\.images/);
  });

  it('gives up on a node that never comes up, with its last lines', async () => {
    const plan = await planOf(undefined, { nodes: 1 });
    const logging = withFile(
      plan,
      'tomcat1',
      '/usr/local/tomcat/bin/catalina.sh',
      '#!/bin/sh\necho I sleep\nexec sleep 600\n',
    );
    const sleepy = {
      ...logging,
      tomcats: logging.tomcats.map((it) => ({
        ...it,
        files: it.files.map((file) =>
          file.target.endsWith('catalina.sh') ? { ...file, mode: 0o755 } : file,
        ),
      })),
    };
    const error = await refused(sleepy, { limits: { readyMs: 6_000 } });
    assert.equal(error.kind, 'node-failed');
    assert.equal(error.message, 'tomcat1 did not start in time; its last line: I sleep.');
    assert.deepEqual(error.detail.lines, ['I sleep']);
  });

  it('is cancelled at every step, and leaves nothing', async () => {
    for (const at of ['Creating', 'Starting tomcat1', 'Starting nginx', 'is up', 'Waiting for the nodes']) {
      const controller = new AbortController();
      const error = await refused(await planOf(), {
        signal: controller.signal,
        onStep: ({ message }) => {
          if (message.includes(at)) controller.abort();
        },
      });
      assert.equal(error.kind, 'cancelled', at);
    }
  });

  it('is refused before anything is made when it was cancelled before', async () => {
    assert.equal((await refused(await planOf(), { signal: AbortSignal.abort() })).kind, 'cancelled');
  });

  describe('with a port in use', () => {
    let server: Server;
    let port = 0;
    before(async () => {
      server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      port = typeof address === 'object' && address ? address.port : 0;
    });
    after(() => server.close());

    it('takes another and says why', async () => {
      const plan = await planOf();
      const [http, ...ports] = plan.nginx.ports;
      assert.ok(http);
      const nginx = {
        ...plan.nginx,
        ports: [{ ...http, preferred: port, reason: 'nginx listens there' }, ...ports],
      };
      const lab = await labs.start({ ...plan, nginx });
      const taken = lab.nodes[0]?.ports[0];
      assert.notEqual(taken?.host, port);
      assert.equal(taken?.reason, `${port} is in use (nginx listens there)`);
    });
  });
});

describe('a Tomcat that starts without a part', () => {
  const labs = new Labs();
  after(() => labs.removeAll());

  it('is up, and says which part and why', async () => {
    const plan = await planOf(undefined, { nodes: 1 });
    const target = '/usr/local/tomcat/conf/server.xml';
    const xml = textOf(plan.tomcats[0] as ContainerPlan, target).replace('conf/lab.crt', 'conf/none.crt');
    const steps: string[] = [];
    await labs.start(withFile(plan, 'tomcat1', target, xml), {
      onStep: ({ message }) => steps.push(message),
    });
    assert.match(
      steps.find((it) => it.includes('without')) ?? steps.join('\n'),
      /^tomcat1 runs without Connector\["https-jsse-nio-8443"\]: .*none\.crt/,
    );
  });
});

describe('an engine that cannot be used', () => {
  it('is told apart: none there', async () => {
    await assert.rejects(connect({ host: 'unix:///nowhere/docker.sock' }), (error: LabError) => {
      assert.equal(error.kind, 'no-engine');
      assert.equal(
        error.message,
        'No Docker Engine answers at unix:///nowhere/docker.sock: there is no such socket.',
      );
      assert.match(error.nextStep, /Start Docker/);
      return true;
    });
  });

  it('is told apart: no permission on the socket', function () {
    assert.equal(process.getuid?.(), 0, 'this test gives up root to be refused');
    const script = `
      process.setgid(65534); process.setuid(65534);
      require('./dist/lab.js').connect().then(
        () => console.log('connected'),
        (error) => console.log(JSON.stringify({ kind: error.kind, message: error.message, nextStep: error.nextStep })));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      // This user may not look into the home of root.
      env: { ...process.env, HOME: '/' },
    });
    assert.match(stdout, /^\{/, stderr);
    const error = JSON.parse(stdout) as { kind: string; message: string; nextStep: string };
    assert.equal(error.kind, 'no-permission');
    assert.match(error.message, /refuses access: your user has no permission for its socket/);
    assert.match(error.nextStep, /group "docker"/);
  });
});
