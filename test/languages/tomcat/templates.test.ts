import assert from 'node:assert/strict';
import { applyEdits } from '../../../server/src/languages/text/span';
import { fillIn } from '../../../server/src/languages/tomcat/templates';
import { parseXml } from '../../../server/src/languages/xml/parse';
import { check } from '../../../server/src/workspace/check';
import { ROOT, loadTexts } from '../../helpers/workspace';
import { combinations, SERVER_XML, withTemplate } from './templates';

const refused = (text: string, template: Parameters<typeof fillIn>[1], version?: string): string => {
  const filled = fillIn(parseXml(text), template, version);
  assert.ok('refused' in filled);
  const { at } = filled;
  return `${filled.refused}${at ? ` ${text.slice(at.start, at.end)}` : ''}`;
};

describe('templates of server.xml', () => {
  for (const version of ['8.5.100', '9.0.117', '10.1.60', '11.0.25'])
    it(`are sound for Tomcat ${version}, in every combination`, () => {
      let count = 0;
      for (const template of combinations(version)) {
        const text = withTemplate(template, version);
        assert.ok(text !== SERVER_XML);
        assert.deepEqual(parseXml(text).faults, []);
        const { diagnostics } = check(ROOT, loadTexts(new Map([['conf/server.xml', text]])), {
          tomcatVersion: version,
        });
        // A key in the file is information; so is that the others need it.
        const said = diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
        assert.deepEqual(
          said.map(({ code, message }) => `${code} ${message}`),
          [],
          JSON.stringify(template) + text,
        );
        count++;
      }
      assert.ok(count >= 11, `${count}`);
    });

  it('hold no more than Tomcat needs, on lines of their own', () => {
    const template = {
      kind: 'cluster',
      membership: 'multicast',
      manager: 'delta',
      encryptionKey: null,
      members: [],
    } as const;
    assert.match(
      withTemplate({ ...template, members: [] }, '10.1'),
      /\n {6}<Cluster className="org\.apache\.catalina\.ha\.tcp\.SimpleTcpCluster"\/>\n/,
    );
    assert.match(
      withTemplate({ kind: 'https' }, '10.1'),
      /\n {4}<Connector port="8443" protocol="HTTP\/1\.1" SSLEnabled="true">\n {6}<SSLHostConfig>\n/,
    );
    assert.match(withTemplate({ kind: 'remoteIp', port: true }, '10.1'), /portHeader="X-Forwarded-Port"/);
  });

  it('go into a context.xml, where that is wanted', () => {
    const text = '<Context>\n</Context>\n';
    const filled = fillIn(parseXml(text), { kind: 'remoteIp', port: false }, undefined);
    assert.ok('edits' in filled);
    assert.match(
      applyEdits(text, filled.edits),
      /<Context>\n\s+<Valve className="[^"]*RemoteIpValve" protocolHeader="X-Forwarded-Proto"\/>\n<\/Context>/,
    );
  });

  it('are refused where it is there already, or cannot be', () => {
    const cluster = {
      kind: 'cluster',
      membership: 'dns',
      manager: 'delta',
      encryptionKey: null,
      members: [],
    } as const;
    const one = { ...cluster, members: [] };
    assert.equal(refused(withTemplate(one, '10.1'), one), 'This Engine has a Cluster already. Cluster');
    assert.equal(
      refused(SERVER_XML, one, '8.5.100'),
      'Tomcat 8.5 has no membership by DNS. Choose another one.',
    );
    const remoteIp = { kind: 'remoteIp', port: false } as const;
    assert.equal(
      refused(withTemplate(remoteIp, '10.1'), remoteIp),
      'This file has a RemoteIpValve already. Valve',
    );
    assert.equal(
      refused(withTemplate({ kind: 'https' }, '10.1'), { kind: 'https' }),
      'This Service has a connector for HTTPS already. Connector',
    );
    assert.equal(refused('<Server/>', one), 'This file has no Engine: it is no whole server.xml.');
    assert.match(refused('<Server>', one), /^Mend the XML/);
  });
});
