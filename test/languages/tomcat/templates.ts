import assert from 'node:assert/strict';
import type { Template } from '../../../server/src/protocol';
import { applyEdits } from '../../../server/src/languages/text/span';
import { fillIn } from '../../../server/src/languages/tomcat/templates';
import { parseXml } from '../../../server/src/languages/xml/parse';

export const SERVER_XML = `<?xml version="1.0" encoding="UTF-8"?>
<Server port="-1" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="28080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="a">
      <Host name="localhost" appBase="webapps">
        <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs"/>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const KEY = '0123456789abcdef0123456789abcdef';

/** Every template that a release has. */
export function combinations(version: string): readonly Template[] {
  const memberships = [
    'multicast',
    'static',
    ...(version.startsWith('8') ? [] : (['dns'] as const)),
  ] as const;
  const clusters = memberships.flatMap((membership) =>
    (['delta', 'backup'] as const).flatMap((manager) =>
      [null, KEY].map((encryptionKey): Template => ({
        kind: 'cluster',
        membership,
        manager,
        encryptionKey,
        members: membership === 'static' ? [{ host: '127.0.0.1', port: 24_999 }] : [],
      })),
    ),
  );
  return [
    ...clusters,
    { kind: 'remoteIp', port: false },
    { kind: 'remoteIp', port: true },
    { kind: 'https' },
  ];
}

/** The server.xml with a template in it. */
export function withTemplate(template: Template, version: string): string {
  const filled = fillIn(parseXml(SERVER_XML), template, version);
  assert.ok('edits' in filled);
  return applyEdits(SERVER_XML, filled.edits);
}
