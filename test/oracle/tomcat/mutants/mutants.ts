import { createHash } from 'node:crypto';
import { Generator } from '../../generate';
import { type Base, bases } from './files';
import { type Changed, mutations } from './mutations';
import { startMutants } from './starts';

/** A file as it was, or with one thing changed. */
export interface Mutant extends Changed {
  readonly base: Base;
  /** What kind of change; undefined for the file as it was. */
  readonly name: string | undefined;
  /** Whether it is started, or only read. */
  readonly starts: boolean;
}

const SEED = 20261129;
/** Changes of each kind in each file. */
const VARIANTS = 3;

/** Always the same ones, each text once; the files as they were come first, read and started. */
export function mutants(): readonly Mutant[] {
  const generator = new Generator(SEED);
  const ofStart = startMutants();
  const startedOnes = new Set(ofStart.map(({ base }) => base));
  const unchanged = [false, true].flatMap((starts) =>
    bases
      .filter(({ name }) => !starts || startedOnes.has(name))
      .map((base) => ({ base, name: undefined, starts, text: base.text, lines: [] })),
  );
  const read = bases.flatMap((base) =>
    mutations.flatMap(({ name, mutate }) =>
      Array.from({ length: VARIANTS }, () => mutate(base, generator)).flatMap((changed) =>
        changed && changed.text !== base.text ? [{ base, name, starts: false, ...changed }] : [],
      ),
    ),
  );
  const started = ofStart.flatMap(({ base: wanted, ...rest }) => {
    const base = bases.find(({ name }) => name === wanted);
    return base ? [{ ...rest, base, starts: true }] : [];
  });
  const texts = new Set<string>();
  const changed = [...read, ...started].filter(({ text }) => !texts.has(text) && texts.add(text));
  return [...unchanged, ...changed];
}

export const hashOf = ({ text, starts }: Mutant): string =>
  createHash('sha256').update(`${starts} ${text}`).digest('base64url').slice(0, 8);
