// What Tomcat's configuration reference, which lies in its distribution, says of classes and attributes.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../releases.mjs';

/** Longest text of an attribute or class, in characters. */
const LIMIT = 200;

const CONNECTOR = [
  'org.apache.catalina.connector.Connector',
  'org.apache.coyote.http11.AbstractHttp11Protocol',
];
const DESCRIPTOR = 'org.apache.tomcat.util.descriptor.web.';
/** Page, or page and section → the classes it is about, where neither the title nor the row of `className` names them. */
const ABOUT = {
  server: ['org.apache.catalina.core.StandardServer'],
  service: ['org.apache.catalina.core.StandardService'],
  executor: ['org.apache.catalina.core.StandardThreadExecutor'],
  engine: ['org.apache.catalina.core.StandardEngine'],
  host: ['org.apache.catalina.core.StandardHost'],
  context: ['org.apache.catalina.core.StandardContext'],
  'context Context Parameters': [`${DESCRIPTOR}ApplicationParameter`],
  'context Environment Entries': [`${DESCRIPTOR}ContextEnvironment`],
  'context Resource Definitions': [`${DESCRIPTOR}ContextResource`],
  'context Resource Links': [`${DESCRIPTOR}ContextResourceLink`],
  'context Transaction': [`${DESCRIPTOR}ContextTransaction`],
  http: CONNECTOR,
  'http SSL Support - SSLHostConfig': ['org.apache.tomcat.util.net.SSLHostConfig'],
  'http SSL Support - Certificate': ['org.apache.tomcat.util.net.SSLHostConfigCertificate'],
  ajp: ['org.apache.catalina.connector.Connector', 'org.apache.coyote.ajp.AbstractAjpProtocol'],
  http2: ['org.apache.coyote.http2.Http2Protocol'],
  cluster: ['org.apache.catalina.ha.tcp.SimpleTcpCluster'],
  'cluster-channel': ['org.apache.catalina.tribes.group.GroupChannel'],
  'cluster-membership': ['org.apache.catalina.tribes.membership.McastService'],
  'cluster-membership Static Membership Attributes': [
    'org.apache.catalina.tribes.membership.StaticMembershipService',
  ],
  'cluster-membership StaticMember Attributes': ['org.apache.catalina.tribes.membership.StaticMember'],
  'cluster-receiver': [
    'org.apache.catalina.tribes.transport.ReceiverBase',
    'org.apache.catalina.tribes.transport.nio.NioReceiver',
    'org.apache.catalina.tribes.transport.bio.BioReceiver',
  ],
  'cluster-sender': ['org.apache.catalina.tribes.transport.ReplicationTransmitter'],
  'cluster-sender Transport Attributes': [
    'org.apache.catalina.tribes.transport.AbstractSender',
    'org.apache.catalina.tribes.transport.PooledSender',
    'org.apache.catalina.tribes.transport.nio.PooledParallelSender',
  ],
  'cluster-manager': ['org.apache.catalina.ha.session.ClusterManagerBase'],
  'cluster-deployer': ['org.apache.catalina.ha.deploy.FarmWarDeployer'],
  manager: [
    'org.apache.catalina.session.ManagerBase',
    'org.apache.catalina.session.StandardManager',
    'org.apache.catalina.session.PersistentManagerBase',
  ],
  loader: ['org.apache.catalina.loader.WebappLoader'],
  resources: ['org.apache.catalina.webresources.StandardRoot'],
  'cookie-processor': [
    'org.apache.tomcat.util.http.CookieProcessorBase',
    'org.apache.tomcat.util.http.Rfc6265CookieProcessor',
  ],
  'jar-scanner': ['org.apache.tomcat.util.scan.StandardJarScanner'],
  'jar-scan-filter': ['org.apache.tomcat.util.scan.StandardJarScanFilter'],
  sessionidgenerator: ['org.apache.catalina.util.SessionIdGeneratorBase'],
  credentialhandler: ['org.apache.catalina.realm.DigestCredentialHandlerBase'],
};

/**
 * Documents classes in place. `homes`: line → the folder of a Tomcat; what a newer line says goes before.
 * Gives the sections that links lead to, `11.0 http.html Attributes_Common Attributes`.
 */
export function addDocs(classes, homes) {
  const sections = new Map();
  const has = attributesBy(classes);
  for (const [line, home] of [...homes].toReversed()) {
    const folder = join(home, 'webapps/docs/config');
    // What both kinds of Connector have is taken from the page of HTTP.
    const files = readdirSync(folder).filter((file) => file.endsWith('.html') && file !== 'ajp.html');
    for (const file of [...files.toSorted(compare), 'ajp.html']) {
      const page = file.replace('.html', '');
      for (const section of sectionsOf(readFileSync(join(folder, file), 'utf8'))) {
        addSection(classes, has, sections, `${line} ${file} `, page, section);
      }
    }
  }
  return [...sections.keys()];
}

/** Whether a class has an attribute in any line, itself or from what it extends. */
const attributesBy = (classes) => (name, attribute) => {
  for (let next = name; next !== undefined; next = classes[next]?.is.at(-1).extends) {
    if (classes[next]?.attributes?.[attribute]) return true;
  }
  return false;
};

/** Headings with what stands under each, up to the next. */
function sectionsOf(html) {
  const parts = html.split(/<h([345]) id="([^"]*)">/);
  const sections = [];
  for (let at = 1; at < parts.length; at += 3) {
    const [level, id, body] = parts.slice(at, at + 3);
    const title = textOf(body.slice(0, body.indexOf(`</h${level}>`)));
    sections.push({ id, title, body: body.slice(body.indexOf(`</h${level}>`)), level: Number(level) });
  }
  const aboves = sections.map((section, index) =>
    sections.slice(0, index).findLast(({ level }) => level < section.level),
  );
  return sections.map((section, index) => ({
    ...section,
    above: aboves[index],
    introduction: sections.find(
      ({ id }) => section.id === id.replace(/\/Introduction$/, '/Attributes') && section.id !== id,
    ),
  }));
}

function addSection(classes, has, sections, place, page, { id, title, body, above, introduction }) {
  const rows = body.split('<tr id="').slice(1).map(rowOf);
  const named = namedIn(`${title} ${rows.find(({ name }) => name === 'className')?.text ?? ''}`, classes);
  const about = named.length > 0 ? named : (ABOUT[`${page} ${title}`] ?? ABOUT[page] ?? []);
  for (const { name, id: row, text, required } of rows) {
    const prefixed = name.startsWith('socket.');
    const attribute = prefixed ? name.slice('socket.'.length) : name;
    const owner = prefixed
      ? 'org.apache.tomcat.util.net.SocketProperties'
      : about.find((one) => has(one, attribute));
    if (owner === undefined || text === '' || !has(owner, attribute)) continue;
    classes[owner].docs ??= {};
    const key = place + row.slice(0, -name.length - 1);
    classes[owner].docs[attribute] ??= {
      ...(required && { required }),
      doc: text,
      section: numberOf(sections, key),
    };
  }
  const introduced = introductionOf({ page, id, title, body, above, introduction }, named, about);
  if (!introduced || classes[introduced.name].doc !== undefined) return;
  const paragraph = /<p>([\s\S]*?)<\/p>/.exec(introduced.body)?.[1];
  if (paragraph === undefined) return;
  classes[introduced.name].doc = sentencesOf(paragraph);
  classes[introduced.name].section = numberOf(sections, `${place}#${introduced.id}`);
}

/** Which class a section introduces: one named in its title, one whose attributes come in it, or the one of the page. */
function introductionOf({ page, id, title, body, above, introduction }, named, about) {
  if (title.includes(' - ') && named.length > 0) return { name: named[0], id, body };
  if (title === 'Attributes' && named.length > 0 && introduction)
    return { name: named[0], id: introduction.id, body: introduction.body };
  // Both pages of connectors are about one class.
  if (title === 'Introduction' && !above && about.length > 0 && page !== 'ajp')
    return { name: about[0], id, body };
  return undefined;
}

function rowOf(html) {
  const id = html.slice(0, html.indexOf('"'));
  const name = /class="attributeName">([^<]+)</.exec(html)?.[1] ?? '';
  const cell = html.slice(html.indexOf('</code>'));
  const body = cell.slice(cell.indexOf('<td>') + 4);
  return {
    id,
    name,
    required: /<strong><code class="attributeName">/.test(html.slice(0, 400)),
    text: sentencesOf(body),
  };
}

/** The first class of the catalogue that a text names. */
function namedIn(text, classes) {
  const whole = [...text.matchAll(/\borg\.apache\.[\w.$]+\b/g)]
    .map(([name]) => name)
    .filter((name) => classes[name]);
  return [...new Set(whole)].slice(0, 1);
}

function numberOf(sections, key) {
  if (!sections.has(key)) sections.set(key, sections.size);
  return sections.get(key);
}

const textOf = (html) =>
  html
    .replace(/<code>([^<]*)<\/code>/g, '`$1`')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:)])/g, '$1')
    .trim();

/** The first sentence, and the second where both are short. */
function sentencesOf(html) {
  const [first, second] = textOf(html).split(/(?<=(?<!e\.g|i\.e|etc|vs)[.!?])\s+(?=[A-Z`"$<])/);
  const both = second === undefined ? first : `${first} ${second}`;
  if (both.length <= LIMIT) return both;
  if (first.length <= LIMIT) return first;
  return `${first.slice(0, first.lastIndexOf(' ', LIMIT))} …`;
}
