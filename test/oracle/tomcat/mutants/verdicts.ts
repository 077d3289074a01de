import { selfSigned } from '../../../../client/src/lab/certificate';
import { askTomcat, type Said } from '../java';
import type { Tomcat } from '../judge';
import { hashOf, type Mutant } from './mutants';

/** Where the verdicts are kept: a line a file, written by `npm run oracle -- tomcat`. */
export const tablePath = 'test/oracle/tomcat/verdicts.tsv';

/** What a Tomcat makes of a change, beside what it makes of the file as it was. */
export interface Verdict {
  /** `dead`: Tomcat runs on without a connector. */
  readonly outcome: 'ok' | 'warns' | 'dead' | 'exits';
  /** That it names, from 1; 0 where it names none. */
  readonly line: number;
  readonly words: string;
}

export const OK: Verdict = { outcome: 'ok', line: 0, words: '' };

/** `unable`: this Tomcat does not take the file as it was. */
export type Row = ReadonlyMap<string, Verdict | 'unable'>;

const LONGEST = 160;

const FOLDERS = {
  'webapps/.keep': '',
  'work/.keep': '',
  'temp/.keep': '',
  'logs/.keep': '',
  'intern/.keep': '',
  'office/.keep': '',
  'apps/shop/.keep': '',
};

/** Asks one Tomcat for all of them. */
export async function judgeMutants(
  { home }: Tomcat,
  all: readonly Mutant[],
): Promise<readonly (Verdict | 'unable')[]> {
  const { certificate, key } = await selfSigned([]);
  const said = askTomcat(
    home,
    'Judge.java',
    all.map(
      (mutant) =>
        `${mutant.starts ? 'start' : mutant.base.file}\t${Buffer.from(mutant.text).toString('base64')}`,
    ),
    {
      ...FOLDERS,
      'conf/tomcat-users.xml': '<tomcat-users/>',
      'conf/cert.pem': certificate,
      'conf/key.pem': key,
    },
  );
  const unchanged = new Map<string, readonly Said[]>();
  return all.map((mutant, index) => {
    const its = (said.get(index) ?? []).map(({ logger, message }) => ({ logger, message: plain(message) }));
    const id = `${mutant.starts} ${mutant.base.name}`;
    if (mutant.name === undefined) unchanged.set(id, its);
    const before = unchanged.get(id) ?? [];
    if (before.some(isEnd)) return 'unable';
    return verdictOf(its.filter(({ message }) => before.every((one) => one.message !== message)));
  });
}

const isEnd = ({ logger }: Said): boolean => logger === 'thrown';
const isDead = ({ message }: Said): boolean =>
  /Failed to (?:initialize|start) (?:connector|component) \[+Connector/i.test(message);

function verdictOf(said: readonly Said[]): Verdict {
  const dead = said.find(isDead);
  const end = said.find(isEnd);
  const first = end && !/does not start/.test(end.message) ? end : (dead ?? said[0]);
  if (!first) return OK;
  const [, line = '0', words = first.message] =
    /^Error at \((\d+), -?\d+\) : (.*)$/.exec(first.message) ?? [];
  return {
    outcome: end ? 'exits' : dead ? 'dead' : 'warns',
    line: Number(line),
    words: words.slice(0, LONGEST).trim(),
  };
}

/** Tomcat 8.5 says in other words what the digester passes over; addresses of objects are others every time. */
const plain = (message: string): string =>
  message
    .replace(
      /^\[SetPropertiesRule\]\{([^}]*)\} Setting property '([^']+)' to '(.*)' did not find a matching property\.$/,
      'Match [$1] failed to set property [$2] to [$3]',
    )
    .replace(/^ *No rules found matching '([^']+)'\.?/, 'No rules found matching [$1]')
    .replaceAll(/@[0-9a-f]{4,8}\b|(?<=-auto)(?:-\d+)+/g, '')
    .replaceAll(/\b(?:org|java|com)(?:\.[a-z0-9]+)+\.(?=[A-Z])/g, '');

const written = ({ outcome, line, words }: Verdict): string =>
  outcome === 'ok' ? 'ok' : `${outcome} ${line} ${words}`;

const isOutcome = (word: string | undefined): word is Verdict['outcome'] =>
  /^(?:ok|warns|dead|exits)$/.test(word ?? '');

function read(cell: string): Verdict | 'unable' {
  const [, outcome, line = '0', words = ''] = /^(\w+)(?: (\d+) (.*))?$/.exec(cell) ?? [];
  return isOutcome(outcome) ? { outcome, line: Number(line), words } : 'unable';
}

/** A cell says `=` where it is the one to its left again. */
export function writeTable(
  all: readonly Mutant[],
  rows: readonly Row[],
  versions: readonly string[],
): string {
  const lines = all.map((mutant, index) => {
    const cells = versions.map((version) => {
      const verdict = rows[index]?.get(version) ?? 'unable';
      return verdict === 'unable' ? '-' : written(verdict);
    });
    return [hashOf(mutant), ...cells.map((cell, at) => (at > 0 && cell === cells[at - 1] ? '=' : cell))].join(
      '\t',
    );
  });
  return `${[['file', ...versions].join('\t'), ...lines].join('\n')}\n`;
}

export function readTable(text: string): {
  readonly hashes: readonly string[];
  readonly rows: readonly Row[];
} {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const [, ...versions] = head.split('\t');
  const all = lines.map((line) => line.split('\t'));
  return {
    hashes: all.map(([hash = '']) => hash),
    rows: all.map(([, ...cells]) => {
      let last = '-';
      return new Map(
        versions.map((version, index) => {
          const cell = cells[index] ?? '-';
          if (cell !== '=') last = cell;
          return [version, read(last)] as const;
        }),
      );
    }),
  };
}
