import { t } from '@vscode/l10n';
import type { Fault, Span } from '../text/span';

/** A value of JSON with its place. */
export type JsonNode = { readonly span: Span } & (
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  /** A number, true, false, null, or what is none of JSON's values. */
  | { readonly kind: 'other' }
);

export interface JsonEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** Undefined where none is written. */
  readonly value: JsonNode | undefined;
}

export interface JsonDocument {
  readonly root: JsonNode | undefined;
  readonly faults: readonly Fault[];
}

/** Values in values are followed so deep. */
const maxDepth = 50;

/** Reads JSON with the places of all that it says. Never throws; what cannot be read is left out and told once. */
export function parseJson(text: string): JsonDocument {
  const reader = new Reader(text);
  const root = reader.document();
  return { root, faults: reader.faults };
}

class Reader {
  readonly faults: Fault[] = [];
  private at = 0;

  constructor(private readonly text: string) {
    if (text.startsWith('\uFEFF')) this.at = 1;
  }

  document(): JsonNode | undefined {
    this.blank();
    if (this.at === this.text.length) {
      this.fault(t('The file is empty.'));
      return undefined;
    }
    const root = this.value(0);
    this.blank();
    if (this.at < this.text.length) this.fault(t('Nothing may stand behind the closing brace.'));
    return root;
  }

  /** Only the first is told: what follows comes of it. */
  private fault(message: string, start = this.at, end = start + 1): void {
    if (this.faults.length > 0) return;
    const last = Math.max(this.text.length, 1);
    const from = Math.min(start, last - 1);
    this.faults.push({ span: { start: from, end: Math.min(Math.max(end, from + 1), last) }, message });
  }

  private blank(): void {
    for (;;) {
      while (/[ \t\r\n]/.test(this.text.charAt(this.at))) this.at++;
      const comment = this.text.startsWith('//', this.at)
        ? '\n'
        : this.text.startsWith('/*', this.at)
          ? '*/'
          : undefined;
      if (comment === undefined) return;
      const end = this.text.indexOf(comment, this.at + 2);
      this.fault(t('JSON has no comments.'), this.at, this.at + 2);
      this.at = end === -1 ? this.text.length : end + comment.length;
    }
  }

  private value(depth: number): JsonNode | undefined {
    const char = this.text.charAt(this.at);
    if ((char === '{' || char === '[') && depth >= maxDepth) {
      this.fault(t('It is nested too deeply.'));
      this.at = this.text.length;
      return undefined;
    }
    if (char === '{') return this.object(depth);
    if (char === '[') return this.array(depth);
    if (char === '"') return this.string();
    const start = this.at;
    const [word = ''] = /^[^\s,:{}[\]"]*/.exec(this.text.slice(start, start + 200)) ?? [];
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(word))
      this.fault(
        word === '' ? t('A value is missing.') : t('"{word}" must be written in quotes.', { word }),
        start,
        start + word.length,
      );
    if (word === '') return undefined;
    this.at += word.length;
    return { kind: 'other', span: { start, end: this.at } };
  }

  private object(depth: number): JsonNode {
    const start = this.at++;
    const entries: JsonEntry[] = [];
    this.list('}', () => {
      const key = this.text.charAt(this.at) === '"' ? this.string() : undefined;
      if (!key) {
        this.fault(t('A name in quotes is expected here.'));
        return false;
      }
      this.blank();
      let value: JsonNode | undefined;
      if (this.text.charAt(this.at) === ':') {
        this.at++;
        this.blank();
        value = this.value(depth + 1);
      } else this.fault(t('A colon and a value are missing behind this name.'), key.span.start, key.span.end);
      entries.push({ key: key.value, keySpan: key.span, value });
      return true;
    });
    return { kind: 'object', entries, span: { start, end: this.at } };
  }

  private array(depth: number): JsonNode {
    const start = this.at++;
    const items: JsonNode[] = [];
    this.list(']', () => {
      const item = this.value(depth + 1);
      if (item) items.push(item);
      return item !== undefined;
    });
    return { kind: 'array', items, span: { start, end: this.at } };
  }

  /** What stands between two brackets, with commas; `one` reads one of it, and says whether it found any. */
  private list(close: string, one: () => boolean): void {
    for (;;) {
      this.blank();
      if (this.at >= this.text.length) return this.fault(t('"{close}" is missing.', { close }), this.at - 1);
      if (this.text.charAt(this.at) === close) {
        this.at++;
        return;
      }
      const before = this.at;
      if (!one() && this.at === before) this.at++;
      this.blank();
      const next = this.text.charAt(this.at);
      if (next === ',') {
        const comma = this.at++;
        this.blank();
        if (this.text.charAt(this.at) === close) this.fault(t('Nothing follows this comma.'), comma);
      } else if (next !== close && this.at < this.text.length) this.fault(t('A comma is missing here.'));
    }
  }

  private string(): Extract<JsonNode, { kind: 'string' }> {
    const start = this.at;
    let end = start + 1;
    for (; end < this.text.length; end++) {
      const char = this.text.charAt(end);
      if (char === '\\') end++;
      else if (char === '"' || char === '\n') break;
    }
    const isEnded = this.text.charAt(end) === '"';
    this.at = Math.min(isEnded ? end + 1 : end, this.text.length);
    if (!isEnded) this.fault(t('The closing quote is missing.'), start, this.at);
    const inside = this.text.slice(start + 1, isEnded ? end : this.at);
    return { kind: 'string', value: this.unescaped(inside, start), span: { start, end: this.at } };
  }

  private unescaped(inside: string, start: number): string {
    if (!inside.includes('\\')) return inside;
    return inside.replace(/\\(?:u([0-9a-fA-F]{4})|([^]?))/g, (whole, code?: string, char = '') => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      const known = ESCAPES[char];
      if (known === undefined)
        this.fault(t('"{text}" means nothing in JSON.', { text: whole }), start, this.at);
      return known ?? char;
    });
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
