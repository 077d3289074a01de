import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import { parseXml } from '../../server/src/languages/xml/parse';
import type { Deployment } from '../../server/src/protocol';
import { changedLines, CLUSTER, nodeOf, planFor, textAt, type WorkspaceTexts } from './planned';

const COMPOSE = `services:
  tomcat1:
    image: tomcat:10.1
    ports: ["8080:8080"]
    volumes: ["./tomcat/server.xml:/usr/local/tomcat/conf/server.xml"]
`;

/** What nginx files are made of, with what trips up edits: line feeds inside directives, quotes, comments, half an end. */
const nginxPieces = [
  'http {',
  'server {',
  'location / {',
  'upstream t {',
  '}',
  'server 127.0.0.1:8080;',
  'server\n127.0.0.1:8080\nweight=2;',
  'server "10.0.0.1:8080" backup;',
  'access_log /var/log/nginx/access.log\nmain\nif=$a;',
  'access_log /srv/a.log; # end',
  'access_log off;',
  'access_log',
  'listen 127.0.0.1:80;',
  "listen '[::1]:81'\nssl;",
  'proxy_pass http://127.0.0.1:8080/a;',
  'proxy_pass\n"https://t";',
  'ssl_certificate a.crt; ssl_certificate_key a.key;',
  '# comment {',
  '"',
  ';',
];

const xmlPieces = [
  '<Host name="a">',
  '<Host\nname="b"\n/>',
  '</Host>',
  '<!-- <Host name="c"></Host> -->',
  '<!--',
  CLUSTER,
  '<Valve className="x" directory="/dev" prefix="stdout"/>',
  '<Engine name="e" jvmRoute="r">',
  '</Engine>',
  '<Host name="d" /',
  'text & more',
];

const joined = (pieces: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', '\n', '\r\n', '')), { maxLength: 25 })
    .map((parts) => parts.flat().join(''));

const workspace = (nginx: string, xml: string): WorkspaceTexts => ({
  'compose.yaml': COMPOSE,
  'nginx/nginx.conf': nginx,
  'tomcat/server.xml': xml,
});

const CONF = '/etc/nginx/nginx.conf';
const SERVER_XML = '/usr/local/tomcat/conf/server.xml';
const copyOf = (plan: Deployment, path: string): string =>
  textAt(path === CONF ? plan.nginx : nodeOf(plan, 'tomcat1'), path);

describe('adapted copies of any file', () => {
  it('of nginx keep their lines, and what nginx makes of the rest', () => {
    fc.assert(
      fc.property(joined(nginxPieces), (body) => {
        // The block at the end makes it a main file, whatever stands before.
        const text = `events {\n}\nhttp {\n${body}\n}\nhttp {\n}\n`;
        const plan = planFor(workspace(text, '<Server/>'));
        const after = copyOf(plan, CONF);
        const changed = changedLines(text, after);
        const [was, is] = [parseNginx(text), parseNginx(after)];
        assert.deepEqual(
          is.faults.map(({ nginx, line }) => `${nginx} ${line}`),
          was.faults.map(({ nginx, line }) => `${nginx} ${line}`),
        );
        assert.ok(was.faults.length === 0 || Object.keys(changed).length === 0);
      }),
      { numRuns: 600 },
    );
  });

  it('of Tomcat keep their lines, and all but our valve is as it was', () => {
    fc.assert(
      fc.property(joined(xmlPieces), (body) => {
        const text = `<Server>\n<Service name="s">\n${body}\n</Service>\n</Server>\n`;
        const after = copyOf(planFor(workspace('events {\n}\n', text)), SERVER_XML);
        changedLines(text, after);
        const faults = parseXml(text).faults.length;
        assert.equal(parseXml(after).faults.length, faults);
        if (faults > 0) assert.equal(after, text);
        assert.equal(outline(after.replaceAll(VALVE, '')), outline(text));
      }),
      {
        numRuns: 600,
        // An empty Host right at the end of another.
        examples: [['<Host name="a"> <Host\nname="b"\n/></Host> ']],
      },
    );
  });
});

const VALVE = /<Valve [^>]*prefix="stdout" suffix=""[^>]*\/>/g;

/** An empty Host is the same in both its spellings. */
const outline = (xml: string): string =>
  xml.replaceAll(/<Host((?:"[^"]*"|'[^']*'|[^"'>])*?)\/>/g, '<Host$1></Host>');
