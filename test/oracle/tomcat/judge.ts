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
    if (thrown) disagreements.push(`${where}: ${thrown.message}`);
    const unknown = unknownAttributes(messages, probe.path);
    for (const [name, expected] of probe.attributes) {
      attributes++;
      if (unknown.has(name) === expected)
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
  }
  return { attributes, elements, disagreements };
}

/**
 * Attributes that no setter takes. Where a setter refused the value itself, IntrospectionUtils says so right before, and the
 * attribute is known.
 */
function unknownAttributes(messages: readonly Said[], path: string): ReadonlySet<string> {
  const unknown = new Set<string>();
  messages.forEach(({ message }, index) => {
    const name =
      /^Match \[(?<at>[^\]]*)\] failed to set property \[(?<name>[^\]]+)\]/.exec(message)?.groups ??
      /^\[SetPropertiesRule\]\{(?<at>[^}]*)\} Setting property '(?<name>[^']+)'/.exec(message)?.groups;
    if (name?.['name'] === undefined || name['at'] !== path) return;
    if (messages[index - 1]?.logger.endsWith('IntrospectionUtils')) return;
    unknown.add(name['name']);
  });
  return unknown;
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
