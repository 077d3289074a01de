import { t } from '@vscode/l10n';
import type { Fault } from '../text/span';
import { type JsonNode, parseJson } from './json';
import type { LabApp, LabDocument, LabWord, UnknownKey } from './tree';

/** The file is small; what is larger than this is none. */
const maxLength = 500_000;

/** The keys of each object of the file; client/schemas/cluster-lab.schema.json says what they mean. */
export const KEYS = {
  file: ['compose', 'nginx', 'tomcat', 'apps', 'hosts', '$schema'],
  nginx: ['main', 'http', 'version'],
  tomcat: ['version'],
  app: ['source', 'path', 'nodes'],
} as const;

/** Reads cluster-lab.json. Never throws; what is not there or of another kind than it must be stays out. */
export function parseLabFile(text: string): LabDocument {
  if (text.length > maxLength) {
    const reader = new LabReader();
    const faults = [{ span: { start: 0, end: 1 }, message: t('The file is too large to be read.') }];
    return { text, root: undefined, faults, ...reader.file(undefined) };
  }
  const { root, faults } = parseJson(text);
  return { text, root, faults, ...new LabReader().file(root) };
}

class LabReader {
  private readonly misfits: Fault[] = [];
  private readonly unknown: UnknownKey[] = [];
  private readonly twice: LabWord[] = [];

  file(root: JsonNode | undefined): Omit<LabDocument, 'text' | 'root' | 'faults'> {
    const file = this.object(root, KEYS.file);
    const nginx = this.object(file.get('nginx'), KEYS.nginx);
    const tomcat = this.object(file.get('tomcat'), KEYS.tomcat);
    return {
      compose: this.words(file.get('compose')),
      nginx: {
        main: this.word(nginx.get('main')),
        http: this.words(nginx.get('http')),
        version: this.word(nginx.get('version')),
      },
      tomcat: { version: this.word(tomcat.get('version')) },
      apps: this.items(file.get('apps')).map((item) => this.app(item)),
      hosts: this.hosts(file.get('hosts')),
      unknown: this.unknown,
      twice: this.twice,
      misfits: this.misfits,
    };
  }

  private app(node: JsonNode): LabApp {
    const app = this.object(node, KEYS.app);
    const nodes = app.get('nodes');
    return {
      span: node.span,
      source: this.word(app.get('source')),
      path: this.word(app.get('path')),
      nodes: nodes && this.words(nodes),
    };
  }

  private hosts(node: JsonNode | undefined): LabDocument['hosts'] {
    if (!this.is(node, 'object')) return [];
    const found = new Map<string, LabDocument['hosts'][number]>();
    for (const { key, keySpan, value } of node.entries) {
      const word = this.word(value);
      if (found.has(key)) this.twice.push({ value: key, span: keySpan });
      if (word) found.set(key, { host: { value: key, span: keySpan }, node: word });
    }
    return [...found.values()];
  }

  /** The values of an object by their keys. */
  private object(node: JsonNode | undefined, known: readonly string[]): ReadonlyMap<string, JsonNode> {
    const found = new Map<string, JsonNode>();
    if (!this.is(node, 'object')) return found;
    for (const { key, keySpan, value } of node.entries) {
      if (!known.includes(key)) this.unknown.push({ value: key, span: keySpan, known });
      else if (found.has(key)) this.twice.push({ value: key, span: keySpan });
      if (value) found.set(key, value);
    }
    return found;
  }

  private items(node: JsonNode | undefined): readonly JsonNode[] {
    return this.is(node, 'array') ? node.items : [];
  }

  /** A text alone, or a list of texts. */
  private words(node: JsonNode | undefined): readonly LabWord[] {
    if (node?.kind === 'string') return [{ value: node.value, span: node.span }];
    if (node && node.kind !== 'array') {
      this.misfits.push({
        span: node.span,
        message: t('A text in quotes, or a list of them in brackets, is expected here.'),
      });
      return [];
    }
    return this.items(node).flatMap((item) => this.word(item) ?? []);
  }

  private word(node: JsonNode | undefined): LabWord | undefined {
    return this.is(node, 'string') ? { value: node.value, span: node.span } : undefined;
  }

  private is<K extends JsonNode['kind']>(
    node: JsonNode | undefined,
    kind: K,
  ): node is Extract<JsonNode, { kind: K }> {
    if (node && node.kind !== kind) this.misfits.push({ span: node.span, message: WANTED[kind]() });
    return node?.kind === kind;
  }
}

const WANTED: Readonly<Record<JsonNode['kind'], () => string>> = {
  object: () => t('Braces with named values are expected here.'),
  array: () => t('A list in brackets is expected here.'),
  string: () => t('A text in quotes is expected here.'),
  other: () => '',
};
