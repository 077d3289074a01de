import { strict as assert } from 'node:assert';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, LogLine } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

/** Resolves with the next line of the lab that matches. */
const nextLine = (lab: Lab, matches: (line: LogLine) => boolean): Promise<LogLine> =>
  new Promise((resolve) => {
    const listening = lab.onLine((line) => {
      if (!matches(line)) return;
      // The first lines are given before onLine returns.
      queueMicrotask(() => listening.dispose());
      resolve(line);
    });
  });

const sessionsOf = async (lab: Lab) =>
  (await lab.sessions.read(AbortSignal.timeout(30_000))).map(({ node, contexts }) => ({
    node,
    sessions: contexts.flatMap(({ sessions }) => sessions),
  }));

describe('the story in the lab', () => {
  const labs = new Labs();
  afterEach(() => labs.removeAll());

  it('holds once it is fixed', async () => {
    const lab = await labs.start(await planOf(join(process.cwd(), 'samples/story-fixed')));
    const http = urlOf(lab, 'nginx', 'http');
    const https = urlOf(lab, 'nginx', 'https');

    const served: string[] = [];
    for (const test of ['testOne', 'testTwo']) {
      const line = nextLine(lab, ({ node, text }) => node !== 'nginx' && text.includes(`/login.do_${test} `));
      assert.equal((await new Visitor().get(`${http}login.do_${test}`)).status, 404);
      served.push((await line).node);
    }
    assert.deepEqual(served.toSorted(), ['tomcat1', 'tomcat2']);

    const visitor = new Visitor();
    const first = await visitor.get(https);
    assert.equal(first.status, 200);
    await visitor.get(`${https}login.do?user=alice`);
    const id = visitor.sessionId;
    assert.equal(id, first.session);
    for (const { node, sessions } of await sessionsOf(lab)) {
      const own = sessions.find((it) => it.id === id);
      assert.ok(own, `${node} holds the session`);
      assert.deepEqual(
        own.attributes
          .map(({ name }) => name)
          .filter((name) => name !== 'visits')
          .toSorted(),
        ['loginStatus', 'rsaPrivateKey'],
      );
    }
    for (const node of ['tomcat1', 'tomcat2']) {
      const direct = await visitor.get(urlOf(lab, node, 'https'));
      assert.deepEqual(
        { node: direct.node, session: direct.session, login: direct.login },
        { node, session: id, login: 'alice' },
      );
    }

    const { node } = await visitor.get(https);
    await lab.killNode(node ?? '');
    const after = await visitor.get(https);
    assert.equal(after.login, 'alice');
    assert.notEqual(after.node, node);

    await lab.stop();
    assert.equal(await labs.left(lab.deployment), 0);
  });

  it('fails as told where nothing is fixed: nginx is refused, and no session is common', async () => {
    const lab = await labs.start(await planOf(join(process.cwd(), 'samples/story-broken')));
    const refused = await new Visitor().get(urlOf(lab, 'nginx', 'https'));
    assert.equal(refused.status, 400);

    const visitor = new Visitor();
    await visitor.get(urlOf(lab, 'tomcat1', 'http'));
    const held = (await sessionsOf(lab)).filter(({ sessions }) =>
      sessions.some(({ id }) => id === visitor.sessionId),
    );
    assert.deepEqual(
      held.map(({ node }) => node),
      ['tomcat1'],
    );
  });

  it('fails as told after distributable alone: setAttribute throws, and the node says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'story-'));
    try {
      await cp('samples/story-broken', folder, { recursive: true });
      const webXml = join(folder, 'app/src/main/webapp/WEB-INF/web.xml');
      await writeFile(
        webXml,
        (await readFile(webXml, 'utf8')).replace('</web-app>', '  <distributable/>\n</web-app>'),
      );
      const lab = await labs.start(await planOf(folder));
      const said = nextLine(lab, ({ text }) => text.includes('IllegalArgumentException'));
      const login = await new Visitor().get(`${urlOf(lab, 'tomcat2', 'http')}login.do?user=alice`);
      assert.equal(login.status, 500);
      const { node, text } = await said;
      assert.equal(node, 'tomcat2');
      assert.match(text, /setAttribute: .*\[(?:loginStatus|rsaPrivateKey)\]/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
