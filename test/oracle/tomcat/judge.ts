import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

interface Said {
  readonly logger: string;
  readonly message: string;
}

/** Compares what the catalogue says of every probe with what the Tomcat says. */
export function judgeCatalogue({ version, home }: Tomcat): Judged {
  const all = probes(version);
  const said = ask(
    home,
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

function ask(home: string, documents: readonly string[]): ReadonlyMap<number, readonly Said[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tomcat-probe-'));
  try {
    const jars = ['bin', 'lib'].flatMap((name) =>
      readdirSync(join(home, name))
        .filter((file) => file.endsWith('.jar'))
        .map((file) => join(home, name, file)),
    );
    const { stdout, stderr, status } = spawnSync(
      'java',
      [
        '-XX:TieredStopAtLevel=1',
        '-Duser.language=en',
        `-Dcatalina.home=${folder}`,
        `-Dcatalina.base=${folder}`,
        '-cp',
        jars.join(':'),
        'test/oracle/tomcat/Probe.java',
      ],
      { input: `${documents.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (status !== 0) throw new Error(`java ended with ${status}: ${stderr}`);
    return saidBy(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function saidBy(output: string): ReadonlyMap<number, readonly Said[]> {
  const said = new Map<number, Said[]>();
  for (const line of output.split('\n')) {
    const [number, logger, message] = line.split('\t');
    if (number === undefined || logger === undefined || message === undefined) continue;
    const all = said.get(Number(number)) ?? [];
    all.push({ logger, message });
    said.set(Number(number), all);
  }
  return said;
}
