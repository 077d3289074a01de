import { hasPlaceholder } from '../../text/placeholders';
import { holdsDump } from '../dump';
import type { NginxDocument } from '../tree';

const known = new WeakMap<NginxDocument, boolean>();

/** `{NAME}`, as a script fills it in: a block to nginx, and none that has such a name. */
const braced = /^(?![ \t]*#)[^\n]*(?<!\$)\{[A-Z][A-Z\d_]+\}/m;
const jinja = /\{\{[^{}\n]+\}\}|\{%[-+]?\s*\w[^\n]*?[-+]?%\}/;
/** `#{name}` of Ruby and Octopus: nginx reads a comment from there on. */
const ruby = /^[ \t]*[^#\s][^\n]*#\{[\w.-]+\}/m;
const erb = /<%[-=#]?[\s\w][^\n]*/;

/** Whether a file is a template of another program, not nginx's language yet, or a dump of nginx: nothing can be said of it. */
export function isForeignTemplate(document: NginxDocument): boolean {
  let verdict = known.get(document);
  if (verdict === undefined) {
    const { text, faults } = document;
    // `{{` and `{%` are refused by nginx wherever they stand outside of a string, `<%` is a word like any other.
    verdict =
      (text.includes('<%') && erb.test(text)) ||
      (text.includes('#{') && ruby.test(text)) ||
      holdsDump(text) ||
      ((faults.length > 0 || text.includes('"{{') || text.includes("'{{")) && jinja.test(text)) ||
      (faults.length > 0 && braced.test(text));
    known.set(document, verdict);
  }
  return verdict;
}

/** Whether a value surely waits for another program, and is no variable of nginx', which people write in small letters. */
export const isSurelyFilledIn = (text: string): boolean =>
  hasPlaceholder(text.replace(/\$\{(?![A-Z][A-Z\d_]*\})\w+\}/g, ''));
