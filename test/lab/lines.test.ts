import { strict as assert } from 'node:assert';
import { adoptLab, type Lab, type LogLine } from '../../client/src/lab';
import { Labs, planOf, urlOf } from '../helpers/lab';
import { Visitor } from '../ui/support/visitor';

describe('a line of a node', () => {
  const labs = new Labs();
  const lines: LogLine[] = [];
  let lab: Lab;
  before(async () => {
    lab = await labs.start(await planOf(), { onLine: (line) => lines.push(line) });
  });
  after(() => labs.removeAll());

  const addressOf = (name: string): string | undefined =>
    lab.nodes.find((node) => node.name === name)?.address;

  /** Resolves with the first line from now on, or from an index on, of which this holds. */
  const lineWith = (matches: (line: LogLine) => boolean, from = lines.length): Promise<LogLine> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = lines.slice(from).find(matches);
        if (!found) return;
        listening.dispose();
        resolve(found);
      };
      const listening = lab.onLine(look);
      look();
    });

  const restarted = (name: string): Promise<void> =>
    new Promise((resolve) => {
      const listening = lab.onNodeChange((node) => {
        if (node.name !== name || node.state !== 'running') return;
        listening.dispose();
        resolve();
      });
      void lab.startNode(name);
    });

  it('has the nodes by their names, and by none of their addresses', async () => {
    const asked = lineWith(({ node, record }) => node === 'nginx' && record.kind === 'request');
    const answered = lineWith(({ node, record }) => node !== 'nginx' && record.kind === 'request');
    await new Visitor().get(`${urlOf(lab, 'nginx', 'http')}named`);
    const [{ record: passed }, { node, record: served }] = await Promise.all([asked, answered]);
    assert.ok(passed.kind === 'request' && served.kind === 'request');
    assert.deepEqual(passed.upstreams, [`${node}:8080`]);
    assert.equal(served.client, 'nginx');
    const member = lines.find(({ node: by, text }) => by === 'tomcat1' && text.includes('memberAdded'));
    assert.match(member?.text ?? '', /tcp:\/\/tomcat2:4000,tomcat2,4000/);
    const addresses = ['nginx', 'tomcat1', 'tomcat2'].map((name) => addressOf(name) ?? '');
    assert.ok(addresses.every((address) => /^\d+\.\d+\.\d+\.\d+$/.test(address)));
    for (const { text } of lines)
      for (const address of addresses) assert.ok(!new RegExp(`\\b${address}\\b(?!\\.)`).test(text), text);
  });

  it('names the node that is down where nginx cannot connect to it', async () => {
    await lab.killNode('tomcat1');
    assert.equal(addressOf('tomcat1'), undefined);
    const failed = lineWith(
      ({ text, record: { level } }) => level === 'error' && text.includes('while connecting to upstream'),
    );
    const visitor = new Visitor();
    for (let request = 0; request < 2; request++) await visitor.get(`${urlOf(lab, 'nginx', 'http')}down`);
    assert.match((await failed).text, /upstream: "http:\/\/tomcat1:8080\/down"/);
  });

  it('has them also where the lab is taken over by who knows the addresses of before, and no start of a node is missed', async () => {
    const { addresses, deployment } = lab;
    const before = lines.filter(({ node, text }) => node === 'nginx' && text.includes('while connecting to'));
    const read = async (known: typeof addresses): Promise<string[]> => {
      const texts: string[] = [];
      const all = lines.filter(({ node }) => node === 'nginx').length;
      let done = (): void => undefined;
      const whole = new Promise<void>((resolve) => (done = resolve));
      const adopted = await adoptLab(await labs.engine(), deployment.labId, {
        addresses: known,
        onLine: ({ node, text }) => {
          if (node === 'nginx' && texts.push(text) === all) done();
        },
      });
      await whole;
      adopted.dispose();
      return texts.filter((text) => text.includes('while connecting to'));
    };
    assert.ok(before.length > 0);
    assert.deepEqual(
      await read(addresses),
      before.map(({ text }) => text),
    );
    // Of tomcat1, which is down, no address is known, and tomcat2 may have been started since.
    for (const known of [[], addresses.map((it) => ({ ...it, since: '2026-01-01T00:00:00Z' }))])
      for (const text of await read(known))
        assert.match(text, /upstream: "http:\/\/\d+\.\d+\.\d+\.\d+:8080\/down"/);
  });

  it('keeps the name that was right when it was written, whoever has the address later', async () => {
    const before = lines.map(({ text }) => text);
    await lab.killNode('tomcat2');
    // Those who start in another order may have each other's addresses.
    await restarted('tomcat2');
    await restarted('tomcat1');
    assert.deepEqual(
      lines.slice(0, before.length).map(({ text }) => text),
      before,
    );
    const given = lab.addresses.filter(({ node }) => node === 'tomcat1').map(({ address }) => address);
    assert.equal(given.at(-1), addressOf('tomcat1'));
    const asked = lineWith(({ node, record }) => node === 'nginx' && record.kind === 'request');
    const answered = lineWith(({ node, record }) => node !== 'nginx' && record.kind === 'request');
    await new Visitor().get(`${urlOf(lab, 'nginx', 'http')}again`);
    const [{ record }, { node }] = await Promise.all([asked, answered]);
    assert.ok(record.kind === 'request');
    assert.equal(record.upstreams?.at(-1), `${node}:8080`);
  });
});
