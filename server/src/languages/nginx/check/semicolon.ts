import type { NginxContext } from '../contexts';
import type { Directive, Word } from '../tree';
import { commandNamed, type Form } from './forms';

/** Where a directive should have ended, and what begins there. */
export interface Junction {
  /** The name of the directive that lacks it. */
  readonly head: Word;
  readonly last: Word;
  readonly next: Word;
}

/** Directives that take whatever words follow: nginx starts, and takes the next directive for values of this one. */
export const takesAnything: ReadonlySet<string> = new Set([
  'server_name',
  'index',
  'try_files',
  'gzip_types',
  'sub_filter_types',
  'ssi_types',
  'addition_types',
  'charset_types',
  'brotli_types',
  'log_format',
  'valid_referers',
]);

/**
 * The directives that one without its `;` has swallowed: each begins a line with a name that may stand here, and cut
 * there, every part has a right number of arguments. Empty where that is not so.
 */
export function junctionsIn(text: string, directive: Directive, context: NginxContext): readonly Junction[] {
  const { name, args } = directive;
  let cuts: number[] | undefined;
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word || word.quote !== undefined || formsHere(word, context).length === 0) continue;
    if (text.slice((args[i - 1] ?? name).span.end, word.span.start).includes('\n')) (cuts ??= []).push(i);
  }
  if (!cuts) return none;
  return (
    tryCuts(directive, cuts, context) ??
    (cuts.length > 1 ? tryCuts(directive, cuts.slice(-1), context) : undefined) ??
    none
  );
}

const none: readonly Junction[] = [];

/** The junctions before these arguments, if every part is right then. */
function tryCuts(
  { name, args, block }: Directive,
  cuts: readonly number[],
  context: NginxContext,
): readonly Junction[] | undefined {
  const starts = [-1, ...cuts];
  const fits = starts.every((start, index) => {
    const word = start === -1 ? name : args[start];
    const end = starts[index + 1] ?? args.length;
    const isLast = index === starts.length - 1;
    return (
      word !== undefined &&
      formsHere(word, context).some(
        (form) =>
          form.takes(end - start - 1) && (form.entry.block === true) === (isLast && block !== undefined),
      )
    );
  });
  if (!fits) return undefined;
  return cuts.flatMap((index, which) => {
    const next = args[index];
    const head = which === 0 ? name : args[cuts[which - 1] ?? 0];
    return next && head ? [{ head, last: args[index - 1] ?? name, next }] : [];
  });
}

const formsHere = ({ value }: Word, context: NginxContext): readonly Form[] =>
  commandNamed(value)?.in(context) ?? [];
