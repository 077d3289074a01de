import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  adoptLab,
  removeLab,
  type Applied,
  type ApplyOptions,
  type Differences,
  type Lab,
  type LabError,
} from '../../client/src/lab';
import type { Deployment, DeploymentWishes } from '../../server/src/protocol';
import { CLIENTS, KeptOpen } from '../helpers/keptOpen';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

const ASSETS = 'client/assets';
const FAILS = `package com.example.login;
@jakarta.servlet.annotation.WebListener
public class Fails implements jakarta.servlet.ServletContextListener {
  public void contextInitialized(jakarta.servlet.ServletContextEvent event) { throw new IllegalStateException("no"); }
  public void contextDestroyed(jakarta.servlet.ServletContextEvent event) {}
}
`;

describe('a lab whose files are changed', () => {
  const labs = new Labs();
  let folder: string;
  let lab: Lab;
  let wishes: DeploymentWishes;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-apply-'));
    cpSync('samples/story-fixed', folder, { recursive: true });
    const plan = await planOf(folder);
    assert.ok(plan.wishes);
    ({ wishes } = plan as Required<Deployment>);
    lab = await labs.start(plan);
  });
  after(async () => {
    await labs.removeAll();
    rmSync(folder, { recursive: true });
  });

  const edit = (file: string, from: string | RegExp, to: string): void => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    assert.notEqual(text.replace(from, to), text, `nothing to replace in ${file}`);
    writeFileSync(path, text.replace(from, to));
  };
  const planNow = (): Promise<Deployment> => planOf(folder, wishes);
  const compare = async (of: Lab = lab): Promise<Differences | undefined> =>
    await of.compare(await planNow(), { assets: ASSETS });
  const steps: string[] = [];
  const apply = async (more: Partial<ApplyOptions> = {}): Promise<Applied> => {
    steps.length = 0;
    return await lab.apply(await planNow(), {
      assets: ASSETS,
      signal: new AbortController().signal,
      onStep: ({ message }) => steps.push(message),
      ...more,
    });
  };
  /** What differs, in short. */
  const different = async (of?: Lab): Promise<string[]> => {
    const found = await compare(of);
    return [
      ...(found?.files.map(
        ({ node, origin, kind, need }) => `${node} ${origin?.slice(folder.length + 1)} ${kind} ${need}`,
      ) ?? ['unknown']),
      ...(found?.restart ?? []),
    ];
  };
  const page = async (path: string): Promise<number> =>
    (await new Visitor().get(`${urlOf(lab, 'nginx', 'http')}${path}`)).status;

  const STORY = 'nginx/conf.d/story.conf';

  it('runs what is on disk as long as nothing is changed', async () => {
    assert.deepEqual(await different(), []);
    assert.deepEqual((await apply()).nodes, []);
  });

  it('answers by a valid nginx file as soon as that is applied', async () => {
    edit(STORY, 'location / {', 'location = /new { return 204; }\n    location / {');
    assert.deepEqual(await different(), [`nginx ${STORY} changed reload`]);
    assert.equal(await page('new'), 404);
    const clients = new KeptOpen(`${urlOf(lab, 'nginx', 'http')}nothing`);
    await clients.begin(CLIENTS);
    const { nodes, nginx } = await apply({ reloadOnly: true });
    const { closed } = await clients.end();
    assert.deepEqual([nodes, nginx?.how], [['nginx'], 'reloaded']);
    assert.equal(await page('new'), 204);
    assert.deepEqual([nginx?.closed, closed], [CLIENTS, CLIENTS]);
    assert.deepEqual(await different(), []);
  });

  it('keeps what it runs where nginx refuses the file, in the words and at the line of nginx', async () => {
    edit(STORY, 'return 204;', 'returns 204;');
    const error = await apply({ reloadOnly: true }).then(
      () => undefined,
      (reason: LabError) => reason,
    );
    assert.equal(error?.kind, 'nginx-refused');
    assert.match(error.message, /unknown directive "returns"/);
    assert.deepEqual(error.detail.place, { file: join(folder, STORY), line: 6 });
    assert.equal(await page('new'), 204);
    assert.deepEqual(await different(), [`nginx ${STORY} changed reload`]);
    edit(STORY, 'returns 204;', 'return 204;');
    assert.deepEqual(await different(), []);
  });

  it('keeps what it runs where nginx refuses it only at the reload, and starts it anew where that is wanted', async () => {
    edit(STORY, 'server {', 'limit_req_zone $binary_remote_addr zone=one:1m rate=100r/s;\nserver {');
    edit(STORY, 'location / {', 'limit_req zone=one burst=50;\n    location / {');
    await apply({ reloadOnly: true });
    edit(STORY, 'limit_req_zone $binary_remote_addr', 'limit_req_zone $request_uri');
    edit(STORY, 'return 204;', 'return 202;');
    const error = await apply({ reloadOnly: true }).then(
      () => undefined,
      (reason: LabError) => reason,
    );
    assert.equal(error?.kind, 'nginx-refused');
    assert.match(error.message, /limit_req "one" uses the "\$request_uri" key while previously/);
    assert.equal(await page('new'), 204);
    assert.deepEqual(await different(), [`nginx ${STORY} changed reload`]);
    assert.equal((await apply()).nginx?.how, 'restarted');
    assert.equal(await page('new'), 202);
    assert.deepEqual(await different(), []);
  });

  it('shows a changed page without a start of anything', async () => {
    edit('app/src/main/webapp/index.jsp', 'Session clustering</title>', 'Clustering of sessions</title>');
    const [one, two] = ['tomcat1', 'tomcat2'].map(
      (node) => `${node} app/src/main/webapp/index.jsp changed copy`,
    );
    assert.deepEqual(await different(), [one, two]);
    assert.deepEqual((await apply()).nodes, ['tomcat1', 'tomcat2']);
    assert.deepEqual(await different(), []);
  });

  it('compiles a changed class and reloads the app on one node after the other, with the sessions kept', async () => {
    const visitor = new Visitor();
    const url = urlOf(lab, 'nginx', 'http');
    await visitor.get(url);
    await visitor.get(`${url}login.do?user=duke`);
    assert.equal((await visitor.get(url)).login, 'duke');
    const { sessionId } = visitor;
    edit(
      'app/src/main/java/com/example/login/LoginServlet.java',
      'The parameter user is missing.',
      'Who are you?',
    );
    assert.deepEqual(
      (await different()).map((it) => it.replace(/ .*\//, ' ')),
      ['tomcat1 LoginServlet.java changed compile', 'tomcat2 LoginServlet.java changed compile'],
    );
    const { nodes } = await apply();
    assert.deepEqual(nodes, ['tomcat1', 'tomcat2']);
    for (const node of nodes) {
      const { text } = await new Visitor().get(`${urlOf(lab, node, 'http')}login.do`);
      assert.match(text, /Who are you\?/, node);
    }
    assert.equal((await visitor.get(url)).login, 'duke');
    assert.equal((await visitor.get(url)).login, 'duke');
    assert.equal(visitor.sessionId, sessionId);
    assert.deepEqual(await different(), []);
  });

  it('goes on with the app as it was where a class that is new keeps it from starting', async () => {
    const visitor = new Visitor();
    await visitor.get(`${urlOf(lab, 'tomcat1', 'http')}login.do?user=dave`);
    const file = join(folder, 'app/src/main/java/com/example/login/Fails.java');
    writeFileSync(file, FAILS);
    await assert.rejects(apply(), ({ nextStep }: LabError) => {
      assert.match(nextStep, /^tomcat1 goes on with the files that it had/);
      return true;
    });
    assert.equal((await visitor.get(urlOf(lab, 'tomcat1', 'http'))).login, 'dave');
    rmSync(file);
    assert.deepEqual(await different(), []);
  });

  it('goes on with the node as it was where its app does not start, and leaves the others their sessions', async () => {
    // That it did not start before, for another reason, is over.
    const visitor = new Visitor();
    const url = urlOf(lab, 'nginx', 'http');
    await visitor.get(url);
    await visitor.get(`${url}login.do?user=carol`);
    const file = 'app/src/main/webapp/WEB-INF/web.xml';
    edit(file, '</web-app>', '</web-app>-->');
    await assert.rejects(apply(), (error: LabError) => {
      assert.equal(error.message, 'The app ROOT does not start on tomcat1.');
      assert.match(error.nextStep, /^tomcat1 goes on with the files that it had/);
      return true;
    });
    assert.ok(!steps.includes('Restarting tomcat2'), steps.join('\n'));
    for (const node of ['tomcat1', 'tomcat2'])
      assert.equal((await visitor.get(urlOf(lab, node, 'http'))).login, 'carol', node);
    edit(file, '</web-app>-->', '</web-app>');
    assert.deepEqual(await different(), []);
  });

  it('says what does not compile, and changes nothing', async () => {
    const file = 'app/src/main/java/com/example/login/MemberVO.java';
    edit(file, 'class MemberVO', 'klass MemberVO');
    await assert.rejects(apply(), (error: LabError) => error.kind === 'compile-failed');
    assert.equal((await different()).length, 2);
    edit(file, 'klass MemberVO', 'class MemberVO');
    assert.deepEqual(await different(), []);
  });

  it('takes a changed server.xml node by node, with the sessions kept, and a lab that is adopted knows of it', async () => {
    const visitor = new Visitor();
    const url = urlOf(lab, 'nginx', 'http');
    await visitor.get(url);
    await visitor.get(`${url}login.do?user=alice`);
    edit('tomcat/server.xml', 'redirectPort="8443"', 'redirectPort="8443" server="Changed"');
    const adopted = await adoptLab(await labs.engine(), lab.deployment.labId);
    const news = ['tomcat1', 'tomcat2'].map((node) => `${node} tomcat/server.xml changed restart`);
    assert.deepEqual(await different(adopted), news);
    const failed: unknown[] = [];
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) {
        const { status, login } = await visitor.get(url);
        if (status !== 200 || login !== 'alice') failed.push([status, login]);
      }
    })();
    // Somebody cancels behind the first node, and saves another file while the second is under way.
    const cancelled = new AbortController();
    const first = await apply({
      signal: cancelled.signal,
      onStep: ({ message }) => {
        if (message === 'tomcat1 has the changes') cancelled.abort();
      },
    });
    assert.deepEqual(first.nodes, ['tomcat1']);
    assert.deepEqual(await different(adopted), [news[1]]);
    let saved: Promise<Applied> | undefined;
    const rest = await apply({
      onStep: ({ message }) => {
        if (message !== 'Restarting tomcat2' || saved) return;
        edit(STORY, 'return 202;', 'return 204;');
        saved = apply({ reloadOnly: true });
      },
    });
    assert.deepEqual(rest.nodes, ['tomcat2']);
    assert.deepEqual((await saved)?.nodes, ['nginx']);
    assert.equal(await page('new'), 204);
    over.abort();
    await asking;
    assert.deepEqual(failed, []);
    for (const node of ['tomcat1', 'tomcat2']) {
      const { headers } = await fetch(urlOf(lab, node, 'http'));
      assert.equal(headers.get('server'), 'Changed');
    }
    assert.deepEqual(await different(adopted), []);
    adopted.dispose();
  });

  it('goes on with the node as it was where it does not start with what was changed', async () => {
    edit('tomcat/server.xml', '<Service name="Catalina">', '<Service name="Catalina"');
    await assert.rejects(apply(), (error: LabError) => {
      assert.equal(error.kind, 'tomcat-refused');
      assert.match(error.nextStep, /^tomcat1 goes on with the files that it had/);
      return true;
    });
    for (const node of ['tomcat1', 'tomcat2'])
      assert.equal((await fetch(urlOf(lab, node, 'http'))).headers.get('server'), 'Changed');
    edit('tomcat/server.xml', '<Service name="Catalina"', '<Service name="Catalina">');
    assert.deepEqual(await different(), []);
  });

  it('brings changes to a node while another is down, where nginx alone stays behind, and says so', async () => {
    const site = readFileSync(join(folder, STORY), 'utf8');
    await lab.killNode('tomcat2');
    edit(STORY, 'return 204;', 'return 203;');
    await assert.rejects(apply({ reloadOnly: true }), ({ message, nextStep }: LabError) => {
      assert.match(message, /host not found in upstream "tomcat2:8080"/);
      assert.match(nextStep, /nothing that runs in the lab has the name tomcat2: start that node/);
      return true;
    });
    writeFileSync(join(folder, STORY), site);
    edit('tomcat/server.xml', 'server="Changed"', 'server="Alone"');
    assert.deepEqual((await apply()).nodes, ['tomcat1', 'tomcat2']);
    assert.ok(
      steps.some((step) => step.startsWith('nginx does not reload, and goes on as it is: ')),
      steps.join('\n'),
    );
    const started = lab.startNode('tomcat2');
    await new Promise<void>((resolve) => {
      lab.onNodeChange(({ name, state }) => name === 'tomcat2' && state === 'running' && resolve());
    });
    await started;
    for (const node of ['tomcat1', 'tomcat2'])
      assert.equal((await fetch(urlOf(lab, node, 'http'))).headers.get('server'), 'Alone');
    assert.deepEqual(await different(), []);
  });

  it('makes a node anew for its environment, with the sessions kept, also for whoever has adopted the lab', async () => {
    const visitor = new Visitor();
    const url = urlOf(lab, 'nginx', 'http');
    await visitor.get(url);
    await visitor.get(`${url}login.do?user=eve`);
    const adopted = await adoptLab(await labs.engine(), lab.deployment.labId);
    edit('compose.yaml', 'TZ: UTC', 'TZ: Asia/Seoul');
    assert.deepEqual(await different(), ['tomcat1 undefined changed recreate']);
    assert.deepEqual((await apply()).nodes, ['tomcat1']);
    for (let round = 0; round < 4; round++) assert.equal((await visitor.get(url)).login, 'eve');
    assert.deepEqual(await different(), []);
    assert.deepEqual(await different(adopted), []);
    const states = (of: Lab): string[] => of.nodes.map(({ name, state }) => `${name} ${state}`);
    while (states(adopted).join() !== states(lab).join())
      await new Promise<void>((resolve) => {
        const listening = adopted.onNodeChange(() => {
          listening.dispose();
          resolve();
        });
      });
    adopted.dispose();
  });

  it('takes them from a terminal as well', async () => {
    edit(STORY, 'return 204;', 'return 202;');
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/cli.js', 'lab', 'apply', folder]);
    assert.match(stdout, /The changes are on nginx\.\n/);
    assert.equal(await page('new'), 202);
    assert.deepEqual(await different(), []);
  });

  it('tells why only a start of the lab would do', async () => {
    edit(STORY, 'listen       80;', 'listen       80;\n    listen       8090;');
    assert.deepEqual(await different(), [
      `nginx ${STORY} changed reload`,
      'the ports of nginx have changed, and a container keeps those it was made with',
    ]);
  });
});

/** With another text an app would not start. */
const tagLibrary = (uri: string): string =>
  `<taglib xmlns="http://java.sun.com/xml/ns/j2ee" version="2.0"><tlib-version>1</tlib-version><short-name>m</short-name><uri>${uri}</uri></taglib>`;

describe('a lab that somebody removes while its files are changed', () => {
  const labs = new Labs();
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lab-apply-'));
    cpSync('samples/story-fixed', folder, { recursive: true });
  });
  after(async () => {
    await labs.removeAll();
    rmSync(folder, { recursive: true });
  });

  for (const at of ['Testing the configuration', 'Compiling', 'Restarting tomcat1', 'Reloading nginx']) {
    it(`is told to be gone, once, at "${at}"`, async () => {
      const plan = await planOf(folder, { nodes: 1 });
      const lab = await labs.start(plan);
      let told = 0;
      lab.onGone(() => told++);
      const mark = `at ${plan.labId}`;
      writeFileSync(join(folder, 'nginx/conf.d/mark.conf'), `# ${mark}\n`);
      writeFileSync(join(folder, 'app/src/main/java/Mark.java'), `class Mark { String text = "${mark}"; }\n`);
      writeFileSync(join(folder, 'app/src/main/webapp/WEB-INF/mark.tld'), tagLibrary(mark));
      let removal: Promise<void> | undefined;
      const engine = await labs.engine();
      const work = lab.apply(await planOf(folder, plan.wishes), {
        assets: ASSETS,
        signal: new AbortController().signal,
        onStep: ({ message }) => {
          if (message.startsWith(at)) removal = removeLab(engine, plan.labId);
        },
      });
      await assert.rejects(work, (error: LabError) => {
        assert.equal(error.kind, 'lab-gone');
        assert.equal(error.message, 'The lab was removed while its files were being changed.');
        return true;
      });
      await removal;
      assert.equal(told, 1);
      assert.equal(await labs.left(plan), 0);
    });
  }
});
