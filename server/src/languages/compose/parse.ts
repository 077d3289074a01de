import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import type { Fault, Span } from '../text/span';
import { readMount, readPort, spreadPorts } from './fields';
import type { ComposeDocument, ComposeMount, ComposePort, ComposeService } from './tree';

/** More than any Compose file: beyond it the text is left unread. */
const MAX_LENGTH = 1_000_000;
const MAX_SERVICES = 1_000;

/** Reads a Compose file. Never throws; what cannot be read is left out, and what YAML refuses is a fault. */
export function parseCompose(text: string): ComposeDocument {
  if (text.length > MAX_LENGTH || text.includes('\0')) return { text, services: [], faults: [] };
  const faults: Fault[] = [];
  const services: ComposeService[] = [];
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: new LineCounter(),
      merge: true,
      logLevel: 'silent',
    });
    for (const document of documents) {
      for (const { pos, message } of document.errors) {
        faults.push({ span: { start: pos[0], end: pos[1] }, message: message.split('\n')[0] ?? message });
      }
      services.push(...new Reader(document).services());
    }
  } catch (error) {
    // A document nested deeper than the stack, or an alias bomb: nothing that Compose would run either.
    faults.push({
      span: { start: 0, end: 0 },
      message: error instanceof Error ? error.message : String(error),
    });
  }
  return { text, services: services.slice(0, MAX_SERVICES), faults };
}

/** Whether a file is called as Compose files are. */
export const looksLikeCompose = (path: string): boolean =>
  /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i.test(path.replaceAll('\\', '/'));

type Entry = { readonly key: string; readonly keySpan: Span; readonly value: Node | undefined };

class Reader {
  constructor(private readonly document: Document.Parsed) {}

  services(): ComposeService[] {
    const root = this.entries(this.document.contents);
    const services = root.find(({ key }) => key === 'services')?.value;
    return this.entries(services).map((entry) => this.service(entry));
  }

  private service({ key, keySpan, value }: Entry): ComposeService {
    const fields = new Map(this.entries(value).map((entry) => [entry.key, entry.value]));
    const image = this.scalar(fields.get('image'));
    const replicas = this.entries(fields.get('deploy')).find((it) => it.key === 'replicas')?.value;
    return {
      name: key,
      nameSpan: keySpan,
      span: { start: keySpan.start, end: Math.max(keySpan.end, spanOf(value)?.end ?? 0) },
      image,
      build: this.build(fields.get('build')),
      ports: this.items(fields.get('ports')).flatMap((item) => this.port(item)),
      mounts: this.items(fields.get('volumes')).flatMap((item) => this.mount(item)),
      environment: this.environment(fields.get('environment')),
      networks: this.names(fields.get('networks')),
      networkMode: this.scalar(fields.get('network_mode'))?.value,
      dependsOn: this.names(fields.get('depends_on')),
      replicas: this.count(replicas) ?? this.count(fields.get('scale')) ?? 1,
    };
  }

  private build(node: Node | undefined): ComposeService['build'] {
    const context = this.scalar(node)?.value;
    if (context !== undefined) return { context, dockerfile: undefined };
    const fields = new Map(this.entries(node).map((entry) => [entry.key, this.scalar(entry.value)?.value]));
    const folder = fields.get('context');
    return fields.size === 0 ? undefined : { context: folder ?? '.', dockerfile: fields.get('dockerfile') };
  }

  private port(item: Node): ComposePort[] {
    const short = this.scalar(item);
    if (short) return readPort(short.value, short.span);
    const fields = new Map(this.entries(item).map((entry) => [entry.key, this.scalar(entry.value)?.value]));
    const target = fields.get('target');
    const span = spanOf(item);
    if (target === undefined || !span) return [];
    return spreadPorts({
      span,
      hostIp: fields.get('host_ip'),
      host: fields.get('published'),
      container: target,
      protocol: fields.get('protocol') === 'udp' ? 'udp' : 'tcp',
    });
  }

  private mount(item: Node): ComposeMount[] {
    const short = this.scalar(item);
    if (short) return readMount(short.value, short.span);
    const fields = new Map(this.entries(item).map((entry) => [entry.key, this.scalar(entry.value)?.value]));
    const target = fields.get('target');
    const span = spanOf(item);
    const type = fields.get('type') ?? 'volume';
    if (target === undefined || !span || (type !== 'bind' && type !== 'volume')) return [];
    return [
      {
        span,
        source: fields.get('source'),
        target,
        kind: type,
        readOnly: fields.get('read_only') === 'true',
      },
    ];
  }

  /** As a map, or as a list of `NAME=value`; a name alone takes its value from the outside. */
  private environment(node: Node | undefined): ReadonlyMap<string, string | undefined> {
    const listed = this.items(node).flatMap((item): [string, string | undefined][] => {
      const text = this.scalar(item)?.value;
      const [, name, value] = /^([^=]+)(?:=([\s\S]*))?$/.exec(text ?? '') ?? [];
      return name === undefined ? [] : [[name, value]];
    });
    const mapped = this.entries(node).map(({ key, value }): [string, string | undefined] => [
      key,
      this.scalar(value)?.value,
    ]);
    return new Map([...listed, ...mapped]);
  }

  /** A list of names, or a map by name. */
  private names(node: Node | undefined): string[] {
    return [
      ...this.items(node).flatMap((item) => this.scalar(item)?.value ?? []),
      ...this.entries(node).map(({ key }) => key),
    ];
  }

  private count(node: Node | undefined): number | undefined {
    const text = this.scalar(node)?.value ?? '';
    return /^\d+$/.test(text) ? Number(text) : undefined;
  }

  /** Pairs of a map with those that `<<` merges in; a key of the map itself wins. */
  private entries(node: unknown, depth = 0): Entry[] {
    const map = this.resolved(node);
    if (!isMap(map) || depth > 20) return [];
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const pair of map.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const keySpan = spanOf(pair.key);
      if (!keySpan) continue;
      const key = String(pair.key.value);
      const value = this.resolved(pair.value);
      if (key !== '<<') own.push({ key, keySpan, value });
      else
        for (const source of isSeq(value) ? value.items : [value])
          merged.push(...this.entries(source, depth + 1));
    }
    const known = new Set(own.map(({ key }) => key));
    for (const entry of merged) {
      if (known.has(entry.key)) continue;
      known.add(entry.key);
      own.push(entry);
    }
    return own;
  }

  private items(node: Node | undefined): Node[] {
    const list = this.resolved(node);
    return isSeq(list) ? list.items.flatMap((item) => this.resolved(item) ?? []) : [];
  }

  private scalar(node: unknown): { value: string; span: Span } | undefined {
    const found = this.resolved(node);
    const span = spanOf(found);
    if (!isScalar(found) || found.value === null || !span) return undefined;
    // YAML 1.1 reads 22:22 as a number in base 60; the source is what the user means.
    const value = typeof found.value === 'string' ? found.value : (found.source ?? '');
    return { value, span };
  }

  private resolved(node: unknown): Node | undefined {
    const found = isAlias(node) ? node.resolve(this.document) : node;
    return isScalar(found) || isMap(found) || isSeq(found) ? found : undefined;
  }
}

function spanOf(node: unknown): Span | undefined {
  const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
  return range ? { start: range[0], end: range[1] } : undefined;
}
