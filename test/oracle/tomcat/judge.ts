import { askTomcat, type Said } from './java';
import { probes } from './probes';

/** A Tomcat's folder. */
export interface Tomcat {
  readonly version: string;
  readonly home: string;
}

export interface Judged {
  readonly attributes: number;
  readonly elements: number;
  readonly disagreements: readonly string[];
}

/** Compares what the catalogue says of every probe with what the Tomcat says. */
export function judgeCatalogue({ version, home }: Tomcat): Judged {
  const all = probes(version);
  const said = askTomcat(
    home,
    'Probe.java',
    all.map(({ file, text }) => `${file}\t${text}`),
  );
  let attributes = 0;
  let elements = 0;
  const disagreements: string[] = [];
  for (const [index, probe] of all.entries()) {
    const messages = said.get(index) ?? [];
    const thrown = messages.find(({ logger }) => logger === 'thrown');
    const where = `${version} ${probe.path} ${probe.made ?? ''}`;
    const before = disagreements.length;
    const { all: failed, refused } = notSet(messages, probe.path);
    for (const [name, expected] of probe.attributes) {
      attributes++;
      if (expected ? failed.has(name) && !refused.has(name) : !failed.has(name))
        disagreements.push(
          `${where} @${name}: ${expected ? 'not known to Tomcat' : 'known to Tomcat alone'}`,
        );
    }
    const unread = unknownElements(messages);
    for (const [name, expected] of probe.children) {
      elements++;
      if (unread.has(`${probe.path}/${name}`) === expected)
        disagreements.push(`${where}/${name}: ${expected ? 'not known to Tomcat' : 'known to Tomcat alone'}`);
    }
    for (const path of unread)
      if (!probe.children.has(path.slice(probe.path.length + 1)))
        disagreements.push(`${where}: Tomcat does not know ${path}`);
    // What is thrown by objects that are set up is no matter of the catalogue, unless it kept Tomcat from reading on.
    if (thrown && disagreements.length > before) disagreements.push(`${where}: ${thrown.message}`);
  }
  return { attributes, elements, disagreements };
}

interface NotSet {
  /** Attributes that Tomcat says it could not set. */
  readonly all: ReadonlySet<string>;
  /** Those whose setter refused the value itself: IntrospectionUtils says so right before. */
  readonly refused: ReadonlySet<string>;
}

function notSet(messages: readonly Said[], path: string): NotSet {
  const all = new Set<string>();
  const refused = new Set<string>();
  for (const [index, { message }] of messages.entries()) {
    const found =
      /^Match \[([^\]]*)\] failed to set property \[([^\]]+)\]/.exec(message) ??
      /^\[SetPropertiesRule\]\{([^}]*)\} Setting property '([^']+)'/.exec(message);
    const [, at, name] = found ?? [];
    if (name === undefined || at !== path) continue;
    all.add(name);
    if (messages[index - 1]?.logger.endsWith('IntrospectionUtils')) refused.add(name);
  }
  return { all, refused };
}

const unknownElements = (messages: readonly Said[]): ReadonlySet<string> =>
  new Set(
    messages.flatMap(({ message }) => /No rules found matching ['[]([^'\]]+)['\]]/.exec(message)?.[1] ?? []),
  );
