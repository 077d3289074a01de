import { entryOf, folderOf, rebase } from '../languages/text/paths';
import { hasPlaceholder } from '../languages/text/placeholders';
import { isBefore } from '../languages/text/versions';
import { noProperties, type Properties, resolved } from '../languages/tomcat/values';
import { attribute } from '../languages/xml/query';
import type { XmlElement } from '../languages/xml/tree';
import type { ProjectService } from './compose';
import type { Mount } from './mount';
import type { Route } from './model';
import type { SourceFile } from './source';

type Files = ReadonlyMap<string, SourceFile>;

/** What decides on the properties of a Tomcat. */
export interface PropertySources {
  /** Its CATALINA_BASE, and where the files there come from. */
  readonly base: string;
  readonly mounts: readonly Mount[];
  /** Paths there of which nobody here knows what lies at them. */
  readonly hidden: readonly string[];
  readonly serverXml: string | undefined;
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly service: ProjectService | undefined;
}

/** The properties of a Tomcat, and whether the JVM may have no others. */
export interface KnownProperties {
  readonly properties: Properties;
  readonly isWhole: boolean;
}

/** bin/catalina.sh: what of the environment is passed to the JVM. */
const OPTIONS = ['JAVA_OPTS', 'CATALINA_OPTS', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS'];

const DEFINITION = /(?:^|[\s"'])-D([\w.-]+)(?:=("[^"]*"|'[^']*'|[^\s"']*))?/g;

/** org.apache.tomcat.util.digester.Digester: further sources of properties. */
const SOURCE = 'org.apache.tomcat.util.digester.PROPERTY_SOURCE';

/**
 * What `${name}` stands for in the files of a Tomcat: a property of its JVM, by the environment or bin/setenv.sh, counts
 * before conf/catalina.properties (CatalinaProperties), then what a property source takes from the environment. Undefined
 * where nobody here says it.
 */
export function propertiesOf(sources: PropertySources, files: Files): KnownProperties {
  const { environment, service } = sources;
  const lines = [
    ...OPTIONS.flatMap((name) => (environment.has(name) ? [environment.get(name)] : [])),
    ...setenvOf(sources, files),
  ];
  if (lines.includes(undefined)) return { properties: noProperties, isWhole: false };
  const host = service?.replicas === 1 ? service.hostname : undefined;
  const known = (text: string): string =>
    text.replace(/\$\{?(\w+)\}?/g, (whole, name: string) =>
      name === 'HOSTNAME' ? (host ?? whole) : (environment.get(name) ?? whole),
    );
  const defined = new Map<string, string | undefined>();
  for (const [, name = '', value = ''] of lines.flatMap((line) => [...(line ?? '').matchAll(DEFINITION)])) {
    const read = known(value.replaceAll(/^["']|["']$/g, ''));
    // A script may choose between two.
    const isKnown = !read.includes('$') && (!defined.has(name) || defined.get(name) === read);
    defined.set(name, isKnown ? read : undefined);
  }
  const own = catalinaProperties(sources, files);
  const asks = defined.get(SOURCE) ?? own.get(SOURCE);
  const isFromEnvironment = asks?.endsWith('.EnvironmentPropertySource') === true;
  return {
    properties: (name) => {
      if (defined.has(name)) return defined.get(name);
      return own.get(name) ?? (isFromEnvironment ? environment.get(name) : undefined);
    },
    isWhole: true,
  };
}

/**
 * The route of a Tomcat: the attribute of its Engine, else the property `jvmRoute`, which StandardEngine takes up to
 * 10.1.0-M17.
 * @param isSeen whether all that its server.xml says is known here
 */
export function routeOf(
  engine: XmlElement | undefined,
  { properties, isWhole }: KnownProperties,
  version: string | undefined,
  isSeen: boolean,
): Route {
  if (!isSeen) return 'unknown';
  const written = engine && attribute(engine, 'jvmRoute');
  if (written) {
    const value = resolved(written.value, properties);
    return hasPlaceholder(value) ? 'unknown' : { value, attribute: written };
  }
  const isIgnored = isBefore(version, '10.1') === false;
  const property = properties('jvmRoute');
  if (isIgnored || (property === undefined && isWhole)) return undefined;
  const isTaken = property !== undefined && isBefore(version, '10.1') === true;
  return isTaken ? { value: property, attribute: undefined } : 'unknown';
}

/** The lines of its setenv.sh; one that nobody can read is undefined. */
function setenvOf({ base, mounts, hidden }: PropertySources, files: Files): readonly (string | undefined)[] {
  const target = `${base}/bin/setenv.sh`;
  if (hidden.includes(target)) return [undefined];
  for (const mount of mounts) {
    const path = rebase(target, mount.target, mount.localPath);
    const file = path === undefined ? undefined : files.get(path);
    if (file?.kind === 'setenv.sh') return file.document.lines;
  }
  return [];
}

/** What its conf/catalina.properties says, where that lies beside its server.xml. */
function catalinaProperties(
  { base, mounts, serverXml }: PropertySources,
  files: Files,
): ReadonlyMap<string, string> {
  const path = serverXml === undefined ? undefined : entryOf(folderOf(serverXml), 'catalina.properties');
  const file = path === undefined ? undefined : files.get(path);
  if (file?.kind !== 'catalina.properties') return new Map();
  const isRead = mounts.some(
    ({ localPath, target }) => rebase(file.path, localPath, target) === `${base}/conf/catalina.properties`,
  );
  return isRead ? new Map(file.document.entries.map(({ key, value }) => [key, value])) : new Map();
}
