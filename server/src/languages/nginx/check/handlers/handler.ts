import type { NginxContext } from '../../contexts';
import type { Word } from '../../tree';
import type { ValueFault } from '../valueFault';

/** Directives with a handler of their own, whose values one look at them decides; by name, with their source. */
export type Handler = (args: readonly Word[], name: string, context: NginxContext) => ValueFault | undefined;

export const fault = (word: Word, says: string, wants: string, choices?: readonly string[]): ValueFault => ({
  word,
  says,
  wants,
  ...(choices && { choices }),
});

export const parameter = (word: Word, wants: string, choices?: readonly string[]): ValueFault =>
  fault(word, `invalid parameter "${word.value}"`, wants, choices);

export const value = (word: Word, name: string, wants: string, choices?: readonly string[]): ValueFault =>
  fault(word, `"${name}" directive invalid value`, wants, choices);

/** What a setter says of a directive as a whole, when it hands a sentence to `ngx_conf_handler`. */
export const handed = (word: Word, name: string, says: string, wants: string): ValueFault =>
  fault(word, `"${name}" directive ${says}`, wants);

/** The value behind `key=`; undefined where something else stands there. */
export const valueOf = ({ value: text }: Word, key: string): string | undefined =>
  text.startsWith(`${key}=`) ? text.slice(key.length + 1) : undefined;
