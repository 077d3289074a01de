import type { SymbolIndex } from '../../symbols/index';
import type { Occurrence } from '../../symbols/kinds';
import type { SymbolKind } from './symbolNames';

/** Where names of a kind are made. */
export function* madeOf(symbols: SymbolIndex, kind: SymbolKind): Generator<Occurrence, void, undefined> {
  for (const occurrence of symbols.allMade()) if (occurrence.kind === kind) yield occurrence;
}

/** The names of a kind, each once. */
export const namesMade = (symbols: SymbolIndex, kind: SymbolKind): readonly string[] => [
  ...new Set([...madeOf(symbols, kind)].map(({ name }) => name)),
];
