import { childrenOf, classesFor, type ElementEntry } from '../catalogue';
import type { Setting } from '../check';

/** What nearly every element of a name has, as a snippet writes it; of an element in a Cluster its usual class. */
const usual: Readonly<Record<string, string>> = {
  Certificate: 'certificateFile="${1:conf/cert.pem}" certificateKeyFile="${2:conf/key.pem}"',
  Channel: 'className="org.apache.catalina.tribes.group.GroupChannel"',
  Cluster: 'className="org.apache.catalina.ha.tcp.SimpleTcpCluster"',
  Connector: 'port="${1:8080}" protocol="${2|HTTP/1.1,AJP/1.3|}"',
  Engine: 'name="${1:Catalina}" defaultHost="${2:localhost}"',
  Environment: 'name="$1" value="$2" type="${3:java.lang.String}"',
  Executor: 'name="${1:tomcatThreadPool}"',
  Host: 'name="${1:localhost}" appBase="${2:webapps}"',
  Parameter: 'name="$1" value="$2"',
  Receiver: 'className="org.apache.catalina.tribes.transport.nio.NioReceiver"',
  Resource: 'name="${1:jdbc/name}" auth="Container" type="${2:javax.sql.DataSource}"',
  ResourceLink: 'name="$1" global="$2" type="${3:javax.sql.DataSource}"',
  Sender: 'className="org.apache.catalina.tribes.transport.ReplicationTransmitter"',
  Service: 'name="${1:Catalina}"',
  Transport: 'className="org.apache.catalina.tribes.transport.nio.PooledParallelSender"',
  UpgradeProtocol: 'className="org.apache.coyote.http2.Http2Protocol"',
};

/** Elements that are seldom without others in them. */
const blocks: ReadonlySet<string> = new Set([
  'Channel',
  'Cluster',
  'Engine',
  'GlobalNamingResources',
  'Host',
  'SSLHostConfig',
  'Sender',
  'Server',
  'Service',
]);

/** The most classes that one may be chosen from without a word on what they do. */
const mostChoices = 4;

/** An element as a snippet, without its `<`. */
export function elementSnippet(name: string, entry: ElementEntry, setting: Setting): string {
  const attributes = usual[name] ?? classAttribute(entry, setting);
  const head = attributes === undefined ? name : `${name} ${attributes}`;
  if (entry.text && childrenOf(setting.file, entry.path.split('/'), setting.version).length === 0)
    return `${head}>$0</${name}>`;
  return blocks.has(name) ? `${head}>\n\t$0\n</${name}>` : `${head}$0 />`;
}

function classAttribute(
  { classAttribute: attribute, needsClass, type }: ElementEntry,
  { version }: Setting,
): string | undefined {
  if (!needsClass || attribute === undefined) return undefined;
  const names = type === undefined ? [] : classesFor(type, version).map(({ name }) => name);
  const isFew = names.length > 0 && names.length <= mostChoices;
  return `${attribute}="${isFew ? choiceOf(names) : '$1'}"`;
}

/** The first place of a snippet with these to choose from. */
export const choiceOf = (values: readonly string[]): string =>
  `\${1|${values.map((value) => value.replace(/[\\,|$}]/g, String.raw`\$&`)).join(',')}|}`;

/** The first place of a snippet with a text that is written over. */
export const placeOf = (text: string): string =>
  text === '' ? '$1' : `\${1:${text.replace(/[\\$}]/g, String.raw`\$&`)}}`;
