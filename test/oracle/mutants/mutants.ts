import { Generator } from '../generate';
import { type Kind, kinds } from './files';
import { type Mutation, mutations } from './mutations';

/** A realistic file, whole or with one thing changed. */
export interface Mutant {
  readonly kind: Kind;
  /** Undefined for the file as it was. */
  readonly mutation: Mutation | undefined;
  /** The file as it was: a judge that refuses that lacks a module and is not asked. */
  readonly base: number;
  readonly text: string;
  /** Where the change is, from 1. */
  readonly line: number;
}

const seed = 20261123;
/** Variants of each kind of file, and changes of each kind of change that are made in it. */
const variants = 3;

/** Always the same ones. */
export function mutants(): readonly Mutant[] {
  const generator = new Generator(seed);
  const all: Mutant[] = [];
  for (const kind of kinds) {
    for (let variant = 0; variant < variants; variant++) {
      const base = all.length;
      const text = kind.make(generator);
      all.push({ kind, mutation: undefined, base, text, line: 1 });
      for (const mutation of mutations) {
        const mutated = mutation.mutate(text, generator);
        if (mutated && mutated.text !== text) all.push({ kind, mutation, base, ...mutated });
      }
    }
  }
  return all;
}
