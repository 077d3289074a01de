import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Applied, Lab, LabError, LabStep } from '../../client/src/lab';
import type { Deployment, DeploymentWishes } from '../../server/src/protocol';
import { images, newestNginx } from '../helpers/engine';
import { CLIENTS, KeptOpen } from '../helpers/keptOpen';
import { Labs, planOf, urlOf } from '../helpers/lab';

const STORY = 'nginx/conf.d/story.conf';
const CACHE = 'proxy_cache_path /tmp/one levels=1:2 keys_zone=one:1m;';
const LIMIT = 'limit_req_zone $binary_remote_addr zone=two:1m rate=100r/s;';

/** The story's workspace in a folder of its own, in front of one Tomcat. */
class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'lab-reload-'));
  private readonly original: string;
  private lab: Lab | undefined;
  private plan: Deployment | undefined;

  constructor(private readonly labs: Labs) {
    cpSync('samples/story-fixed', this.folder, { recursive: true });
    this.original = readFileSync(this.file, 'utf8');
  }

  get file(): string {
    return join(this.folder, STORY);
  }

  /** Saves story.conf with lines before its first server, a page `/page` of a status, and further replacements. */
  save(
    { head = [CACHE, LIMIT], status = 204 }: { head?: readonly string[]; status?: number } = {},
    ...more: readonly (readonly [string, string])[]
  ): void {
    const page = `location = /page { return ${status}; }\n    location / {`;
    const text = more.reduce(
      (now, [from, to]) => now.replace(from, to),
      `${head.join('\n')}\n${this.original.replace('location / {', page)}`,
    );
    writeFileSync(this.file, text);
  }

  /** Where nginx writes what is wrong. */
  logTo(path: string): void {
    const file = join(this.folder, 'nginx/nginx.conf');
    const text = readFileSync(file, 'utf8').replace(/^error_log .*\n/, '');
    writeFileSync(file, `error_log ${path} notice;\n${text}`);
  }

  async start(wishes: Partial<DeploymentWishes> = {}): Promise<void> {
    this.plan = await planOf(this.folder, { nodes: 1, ...wishes });
    this.lab = await this.labs.start(this.plan);
  }

  get running(): Lab {
    assert.ok(this.lab);
    return this.lab;
  }

  async now(): Promise<Deployment> {
    return await planOf(this.folder, this.plan?.wishes);
  }

  async reload(onStep: (step: LabStep) => void = () => undefined): Promise<Applied> {
    return await this.running.apply(await this.now(), {
      assets: 'client/assets',
      signal: new AbortController().signal,
      onStep,
      reloadOnly: true,
    });
  }

  async differs(): Promise<boolean> {
    const found = await this.running.compare(await this.now(), { assets: 'client/assets' });
    return found?.files.length !== 0;
  }

  async status(): Promise<number> {
    return (await fetch(this.url, { headers: { connection: 'close' } })).status;
  }

  get url(): string {
    return `${urlOf(this.running, 'nginx', 'http')}page`;
  }

  /** The text of story.conf that the lab says it runs. */
  get runs(): string {
    const { files } = this.running.deployment.nginx;
    const content = files.find(({ origin }) => origin === this.file)?.content;
    return content?.kind === 'text' ? content.text : '';
  }

  /** Zero-based. */
  lineOf(text: string): number {
    return readFileSync(this.file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe('a reload that passes nginx -t and is refused by the nginx that runs', () => {
  const labs = new Labs();
  const workspace = new Workspace(labs);
  before(async () => {
    // As in the official image, where it is a link to the console.
    workspace.logTo('/var/log/nginx/error.log');
    workspace.save();
    await workspace.start();
  });
  after(async () => {
    await labs.removeAll();
    workspace.remove();
  });

  const refusals = {
    'another path of a cache': {
      change: [CACHE, CACHE.replace('/tmp/one', '/tmp/other')],
      words: /cache "one" uses the "\/tmp\/other" cache path while previously it used the "\/tmp\/one"/,
    },
    'other levels of a cache': {
      change: [CACHE, CACHE.replace('levels=1:2', 'levels=1:1')],
      words: /cache "one" had previously different levels/,
    },
    'another key of a zone': {
      change: [LIMIT, LIMIT.replace('$binary_remote_addr', '$uri')],
      words: /limit_req "two" uses the "\$uri" key while previously it used the "\$binary_remote_addr" key/,
    },
    'an address beside the wildcard of a port': {
      change: ['listen       80;', 'listen       80; server_name a;\n    listen 127.0.0.1:80 bind;'],
      words: /bind\(\) to 127\.0\.0\.1:80 failed \(98: Address already in use\)/,
      at: 'listen 127.0.0.1:80',
    },
    'a port that another process has': {
      change: ['listen       80;', 'listen       80;\n    listen 9090;'],
      words: /bind\(\) to 0\.0\.0\.0:9090 failed \(98: Address already in use\)/,
      at: 'listen 9090',
    },
  } as const;

  for (const [what, refusal] of Object.entries(refusals)) {
    it(`for ${what} is told in its words, at the line, and the old configuration goes on`, async () => {
      const { change, words } = refusal;
      if (what.startsWith('a port')) await occupy(workspace.running.deployment, 9090);
      workspace.save({ status: 205 }, change);
      const error = await workspace.reload().then(
        () => undefined,
        (reason: LabError) => reason,
      );
      assert.equal(error?.kind, 'nginx-refused');
      assert.match(error.message, words);
      assert.match(error.nextStep, /It can do that only when it starts/);
      const at = 'at' in refusal ? refusal.at : change[1];
      assert.deepEqual(error.detail.place, { file: workspace.file, line: workspace.lineOf(at) });
      assert.equal(await workspace.status(), 204);
      assert.equal(await workspace.differs(), true);
      assert.match(workspace.runs, /return 204;/);
      workspace.save();
      assert.equal(await workspace.differs(), false);
    });
  }

  it('is not made of other sizes of zones, which a reload takes', async () => {
    workspace.save({ head: [CACHE.replace('1m', '2m'), LIMIT.replace('1m', '2m')], status: 205 });
    assert.equal((await workspace.reload()).nginx?.how, 'reloaded');
    assert.equal(await workspace.status(), 205);
  });

  it('is told where the log is a file, too', async () => {
    workspace.logTo('/tmp/error.log');
    assert.equal((await workspace.reload()).nginx?.how, 'reloaded');
    workspace.save({
      head: [CACHE.replace('one levels', 'more levels').replace('1m', '2m'), LIMIT.replace('1m', '2m')],
    });
    await assert.rejects(workspace.reload(), /cache "one" uses the "\/tmp\/more" cache path/);
    assert.equal(await workspace.status(), 205);
  });

  it('ends where somebody removes nginx meanwhile, and says so', async () => {
    const engine = await labs.engine();
    const id = await labs.idOf(workspace.running.deployment, 'nginx');
    workspace.save({}, refusals['an address beside the wildcard of a port'].change);
    let removed = Infinity;
    // For two seconds nginx tries the address again and again.
    const work = workspace.reload(({ message }) => {
      if (message.startsWith('Reloading'))
        void pause(1_000).then(async () => {
          await engine.removeContainer(id);
          removed = Date.now();
        });
    });
    await assert.rejects(work, {
      kind: 'node-failed',
      message: 'The container of nginx was removed, and not by this lab.',
    });
    assert.ok(Date.now() - removed < 4_000, `${Date.now() - removed} ms`);
  });

  /** Another nginx in the container of the lab's takes a port. */
  async function occupy(plan: Deployment, port: number): Promise<void> {
    const engine = await labs.engine();
    const id = await labs.idOf(plan, 'nginx');
    const conf = `pid /tmp/other.pid; events {} http { server { listen ${port}; } }`;
    const { code, output } = await engine.run(id, [
      'sh',
      '-c',
      `echo '${conf}' > /tmp/other.conf && nginx -c /tmp/other.conf`,
    ]);
    assert.equal(code, 0, output);
  }
});

describe('an nginx whose configuration is made of templates', () => {
  const labs = new Labs();
  const folder = mkdtempSync(join(tmpdir(), 'lab-templates-'));
  after(async () => {
    await labs.removeAll();
    rmSync(folder, { recursive: true });
  });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const SITE = 'web/conf.d/site.conf';
  const TEMPLATE = 'web/templates/other.conf.template';
  const site = (status: number): void =>
    write(
      SITE,
      `server { listen 80; location = /page { return ${status}; }\nlocation / { proxy_pass http://other; } }\n`,
    );
  const template = (status: string): void =>
    write(TEMPLATE, `upstream other { server tomcat1:8080; }\nserver { listen 81; ${status} }\n`);

  it('is tested with what they make, and refused at their lines', async () => {
    cpSync('samples/story-fixed', folder, { recursive: true });
    rmSync(join(folder, 'nginx'), { recursive: true });
    const volumes = ['conf.d', 'templates'].map((it) => `      - ./web/${it}:/etc/nginx/${it}:ro\n`);
    const web = `  web:\n    image: nginx:1.28\n    environment: { STATUS: "204" }\n    volumes:\n${volumes.join('')}`;
    const compose = readFileSync(join(folder, 'compose.yaml'), 'utf8');
    write('compose.yaml', compose.replace('services:\n', `services:\n${web}`));
    site(200);
    template('return ${STATUS};');
    const plan = await planOf(folder, { nodes: 1 });
    const lab = await labs.start(plan);
    const statuses = async (): Promise<number[]> => {
      const pages = [80, 81].map(async (port) => {
        const at = plan.entries.findIndex((it) => it.container === 'nginx' && it.port === port);
        return (await fetch(`${lab.urls[at]?.url}page`, { headers: { connection: 'close' } })).status;
      });
      return await Promise.all(pages);
    };
    const apply = async (reloadOnly: boolean): Promise<Applied> =>
      await lab.apply(await planOf(folder, plan.wishes), {
        assets: 'client/assets',
        signal: new AbortController().signal,
        onStep: () => undefined,
        reloadOnly,
      });
    assert.deepEqual(await statuses(), [200, 204]);
    site(201);
    assert.equal((await apply(true)).nginx?.how, 'reloaded');
    assert.deepEqual(await statuses(), [201, 204]);
    template('returns ${STATUS};');
    await assert.rejects(apply(false), ({ kind, message, nextStep, detail }: LabError) => {
      assert.deepEqual(
        [kind, message, nextStep, detail.place],
        [
          'nginx-refused',
          'nginx refuses the configuration: unknown directive "returns".',
          'The lab goes on with the configuration that it has.',
          { file: join(folder, TEMPLATE), line: 1 },
        ],
      );
      return true;
    });
    assert.deepEqual(await statuses(), [201, 204]);
    template('return 205;');
    assert.deepEqual((await apply(true)).nodes, []);
    assert.equal((await apply(false)).nginx?.how, 'restarted');
    assert.deepEqual(await statuses(), [201, 205]);
    // Nothing is left of a template that is gone.
    const engine = await labs.engine();
    const id = await labs.idOf(plan, 'nginx');
    const isMade = async (): Promise<boolean> =>
      (await engine.getFiles(id, '/etc/nginx/conf.d/more.conf')) !== undefined;
    write('web/templates/more.conf.template', 'server { listen 80; server_name more.test; }\n');
    await apply(false);
    assert.equal(await isMade(), true);
    rmSync(join(folder, 'web/templates/more.conf.template'));
    await apply(false);
    assert.equal(await isMade(), false);
  });
});

describe('nginx from 1.27.4 on, under 200 requests a second', () => {
  const labs = new Labs();
  const workspace = new Workspace(labs);
  after(async () => {
    await labs.removeAll();
    workspace.remove();
  });

  it('cuts no connection when it reloads with keepalive_min_timeout, which the plan names', async () => {
    workspace.save();
    await workspace.start({ images: { ...images, nginx: newestNginx }, keepaliveMinTimeout: '10s' });
    const named = workspace.running.deployment.adaptations.filter(({ id }) => id === 'keepalive');
    assert.deepEqual(
      named.map(({ file }) => file),
      [join(workspace.folder, 'nginx/nginx.conf')],
    );
    const clients = new KeptOpen(workspace.url);
    await clients.begin(CLIENTS);
    for (const status of [200, 201, 202]) {
      await pause(500);
      workspace.save({ status });
      const { nginx } = await workspace.reload();
      assert.deepEqual([nginx?.how, nginx?.keeps], ['reloaded', true]);
      assert.equal(await workspace.status(), status);
    }
    const { asked, failed, cut } = await clients.end();
    assert.ok(asked > 3 * CLIENTS, `only ${asked} requests`);
    assert.deepEqual({ failed, cut }, { failed: 0, cut: 0 });
  });
});
