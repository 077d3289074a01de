import { holdsDump } from '../dump';
import type { NginxDocument } from '../tree';

const known = new WeakMap<NginxDocument, boolean>();

const jinja = /\{\{-?\s*[\w.]+[^{}\n]*-?\}\}|\{%[-+]?\s*\w[^\n]*?[-+]?%\}/;
const erb = /<%[-=#]?[\s\w][^\n]*/;

/** Whether a file is a template of Jinja or ERB, not nginx's language yet, or a dump of nginx: nothing can be said of it. */
export function isForeignTemplate(document: NginxDocument): boolean {
  let verdict = known.get(document);
  if (verdict === undefined) {
    const { text, faults } = document;
    // `{{` and `{%` are refused by nginx wherever they stand outside of a string, `<%` is a word like any other.
    verdict =
      (text.includes('<%') && erb.test(text)) ||
      holdsDump(text) ||
      ((faults.length > 0 || text.includes('"{{') || text.includes("'{{")) && jinja.test(text));
    known.set(document, verdict);
  }
  return verdict;
}

/** Names as other programs bracket them that fill in a file: `<port>`; in capitals `__PORT__`, `<PORT>`, `@PORT@`, `%%PORT%%`. */
const filledIn = /^<[a-z][\w-]*>$|__[A-Z][A-Z\d_]*__|<[A-Z][A-Z\d_]+>|@[A-Z][A-Z\d_]+@|%%[A-Z][A-Z\d_]+%%/;

/** `${NAME}` and the like: what is put in place of it may be anything, several words too. */
export const hasPlaceholder = (text: string): boolean => text.includes('${') || filledIn.test(text);

/** Whether it surely is such a name and no variable of nginx': people write those in capitals. */
export const isSurelyFilledIn = (text: string): boolean =>
  /\$\{[A-Z][A-Z\d_]*\}/.test(text) || filledIn.test(text);
