import type { NginxDocument } from '../tree';

const known = new WeakMap<NginxDocument, boolean>();

const jinja = /\{\{-?\s*[\w.]+[^{}\n]*-?\}\}|\{%[-+]?\s*\w[^\n]*?[-+]?%\}/;
/** The line before each file in what `nginx -T` prints: many files in one, of which none stands where nginx reads it. */
const dump = /^# configuration file \/.*:\r?$/m;
const erb = /<%[-=#]?[\s\w][^\n]*/;

/** Whether a file is a template of Jinja or ERB, not nginx's language yet, or a dump of nginx: nothing can be said of it. */
export function isForeignTemplate(document: NginxDocument): boolean {
  let verdict = known.get(document);
  if (verdict === undefined) {
    const { text, faults } = document;
    // `{{` and `{%` are refused by nginx wherever they stand outside of a string, `<%` is a word like any other.
    verdict =
      (text.includes('<%') && erb.test(text)) ||
      (text.includes('# configuration file /') && dump.test(text)) ||
      ((faults.length > 0 || text.includes('"{{') || text.includes("'{{")) && jinja.test(text));
    known.set(document, verdict);
  }
  return verdict;
}

/** `${NAME}`: what envsubst puts in place of it may be anything, several words too. */
export const hasPlaceholder = (text: string): boolean => text.includes('${');
