import { t } from '@vscode/l10n';
import { isMap, isScalar, type Node, parseAllDocuments } from 'yaml';
import type { Fault, Span } from '../text/span';
import { type Entry, Nodes } from './nodes';
import type {
  ComposeDocument,
  ComposeMount,
  ComposeNetwork,
  ComposePort,
  ComposeService,
  ServiceName,
} from './tree';
import { hasVariable, longPort, shortMount, shortPorts, unescape, type Variables } from './values';

/** Compose files are small; the reader of YAML is not made for what is larger than this. */
const maxLength = 500_000;
/** Ports and replicas beyond this are left out. */
const maxPorts = 5000;
const maxReplicas = 1000;

/**
 * Reads a Compose file. Never throws; what is not there, not known, or of a shape that Compose refuses stays out. Without
 * variables those with a default have it.
 */
export function parseCompose(text: string, variables: Variables = () => undefined): ComposeDocument {
  const refused = (end: number, message: string): ComposeDocument => ({
    text,
    services: [],
    includes: [],
    faults: [{ span: { start: 0, end: Math.min(end, text.length) }, message }],
  });
  if (text.length > maxLength) return refused(1, t('This file is too large to be a Compose file.'));
  if (text.includes('\0')) return refused(1, t('This is not a text file: it contains a NUL character.'));
  try {
    return read(text, variables);
  } catch (error) {
    // The reader of YAML is recursive: thousands of brackets in each other exhaust its stack.
    const reason = error instanceof RangeError ? t('it is nested too deeply') : String(error);
    return refused(1, t('This file cannot be read as YAML: {reason}.', { reason }));
  }
}

function read(text: string, variables: Variables): ComposeDocument {
  const services: ComposeService[] = [];
  const includes: string[] = [];
  const networks = new Map<string, ComposeNetwork>();
  const faults: Fault[] = [];
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: false } as const;
  const documents = parseAllDocuments(text, options);
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const { pos, message } of document.errors) {
      if (/call stack/i.test(message)) throw new RangeError(message);
      faults.push({ span: place(pos, text), message: `${message}.`.replace(/\.\.$/, '.') });
    }
    const nodes = new Nodes(document, variables);
    faults.push(...nodes.problems);
    const root = nodes.follow(document.contents);
    for (const { key, value } of nodes.entries(nodes.get(root, 'networks')))
      networks.set(key, {
        driver: nodes.text(nodes.get(value, 'driver')),
        isExternal: isExternal(nodes, nodes.get(value, 'external')),
      });
    const files = { configs: filesOf(nodes, root, 'configs'), secrets: filesOf(nodes, root, 'secrets') };
    for (const entry of nodes.entries(nodes.get(root, 'services'))) {
      const service = readService(nodes, entry, files);
      if (service) services.push(service);
    }
    for (const item of nodes.items(nodes.get(root, 'include'))) {
      const path = nodes.get(item, 'path');
      const paths = [nodes.text(item), nodes.text(path), ...nodes.items(path).map((one) => nodes.text(one))];
      includes.push(...paths.filter((one) => one !== undefined && !hasVariable(one)).map(String));
    }
  }
  return { text, services, networks, includes, faults };
}

/** At least one character, so that there is something to underline. */
function place([from, to]: [number, number], text: string): Span {
  const start = Math.max(0, Math.min(from, text.length));
  return { start, end: Math.min(Math.max(to, start + 1), text.length) };
}

/** The files behind the `configs` or `secrets` of a file, by name; undefined for what comes from elsewhere. */
type NamedFiles = ReadonlyMap<string, string | undefined>;

const filesOf = (nodes: Nodes, root: Node | undefined, key: 'configs' | 'secrets'): NamedFiles =>
  new Map(
    nodes
      .entries(nodes.get(root, key))
      .map(({ key: name, value }) => [name, nodes.text(nodes.get(value, 'file'))]),
  );

function readService(
  nodes: Nodes,
  entry: Entry,
  files: { readonly configs: NamedFiles; readonly secrets: NamedFiles },
): ComposeService | undefined {
  const { value } = entry;
  if (!isMap(value)) return undefined;
  const get = (key: string): Node | undefined => nodes.get(value, key);
  const image = get('image');
  const imageText = nodes.text(image);
  const networks = get('networks');
  const aliases = [nodes.text(get('container_name')), nodes.text(get('hostname'))].filter(
    (name) => name !== undefined && !hasVariable(name),
  );
  for (const { value: network } of nodes.entries(networks)) {
    aliases.push(...nodes.items(nodes.get(network, 'aliases')).map((item) => nodes.text(item)));
    aliases.push(nodes.text(nodes.get(network, 'ipv4_address')));
    const six = nodes.text(nodes.get(network, 'ipv6_address'));
    if (six !== undefined) aliases.push(`[${six}]`);
  }
  return {
    name: entry.key,
    nameSpan: entry.keySpan,
    span: entry.span,
    image: image && imageText !== undefined ? { value: imageText, span: nodes.span(image) } : undefined,
    build: readBuild(nodes, get('build')),
    ports: readPorts(nodes, get('ports')),
    mounts: [
      ...readMounts(nodes, get('volumes')),
      ...readFiles(nodes, get('configs'), files.configs, '/'),
      ...readFiles(nodes, get('secrets'), files.secrets, '/run/secrets/'),
    ],
    environment: readEnvironment(nodes, get('environment')),
    networks: namesOf(nodes, networks),
    networkMode: nodes.text(get('network_mode')),
    hostname: nodes.text(get('hostname')),
    endpointMode: nodes.text(nodes.get(get('deploy'), 'endpoint_mode')),
    dependsOn: namesOf(nodes, get('depends_on')),
    ...readReplicas(nodes, get('deploy'), get('scale')),
    aliases: aliases.filter((name) => name !== undefined),
    ...readCommand(nodes, [get('entrypoint'), get('command')]),
    ...readNames(nodes, get),
    ...readRelations(nodes, get),
  };
}

/** Where a service names others. */
function readNames(nodes: Nodes, get: (key: string) => Node | undefined): Pick<ComposeService, 'names'> {
  const named = (node: Node | undefined, of: RegExp): readonly ServiceName[] => {
    const [, before = '', name] = of.exec(nodes.text(node) ?? '') ?? [];
    if (!node || name === undefined || hasVariable(name)) return [];
    const { start } = nodes.span(node);
    const quote = isScalar(node) && node.type?.startsWith('QUOTE') === true ? 1 : 0;
    const from = start + quote + before.length;
    return [{ name, span: { start: from, end: from + name.length } }];
  };
  const base = get('extends');
  const isElsewhere = nodes.get(base, 'file') !== undefined;
  const names = [
    ...nodes.entries(get('depends_on')).map(({ key, keySpan }) => ({ name: key, span: keySpan })),
    ...nodes.items(get('depends_on')).flatMap((item) => named(item, /^()(.+)$/)),
    ...nodes.items(get('links')).flatMap((item) => named(item, /^()([^:]+)/)),
    ...(isElsewhere ? [] : [base, nodes.get(base, 'service')].flatMap((node) => named(node, /^()(.+)$/))),
    ...named(get('network_mode'), /^(service:)(.+)$/),
  ];
  return names.length > 0 ? { names } : {};
}

/** What a service has of other services and of files. */
function readRelations(
  nodes: Nodes,
  get: (key: string) => Node | undefined,
): Pick<
  ComposeService,
  'links' | 'extends' | 'envFiles' | 'waitsFor' | 'hasHealthcheck' | 'restart' | 'hasOtherNames'
> {
  const links = nodes.items(get('links')).flatMap((item): readonly (readonly [string, string])[] => {
    const [service = '', alias] = nodes.text(item)?.split(':') ?? [];
    return alias === undefined || alias === '' ? [] : [[alias, service]];
  });
  const base = get('extends');
  const service = nodes.text(base) ?? nodes.text(nodes.get(base, 'service'));
  const written = get('env_file');
  const envFiles = [written, ...nodes.items(written)].flatMap(
    (node) => nodes.text(node) ?? nodes.text(nodes.get(node, 'path')) ?? [],
  );
  return {
    ...(links.length > 0 && { links: new Map(links) }),
    ...(service !== undefined && { extends: { service, file: nodes.text(nodes.get(base, 'file')) } }),
    ...(envFiles.length > 0 && { envFiles }),
    ...readStart(nodes, get),
  };
}

/** What has to be there before a service starts, and by which names it finds others. */
function readStart(
  nodes: Nodes,
  get: (key: string) => Node | undefined,
): Pick<ComposeService, 'waitsFor' | 'hasHealthcheck' | 'restart' | 'hasOtherNames'> {
  const dependsOn = get('depends_on');
  // A link says that the other one is started first.
  const linked = nodes.items(get('links')).flatMap((item) => nodes.text(item)?.split(':')[0] ?? []);
  const waitsFor = new Map([
    ...linked.map((name) => [name, 'service_started'] as const),
    ...namesOf(nodes, dependsOn).map(
      (name) =>
        [name, nodes.text(nodes.get(nodes.get(dependsOn, name), 'condition')) ?? 'service_started'] as const,
    ),
  ]);
  const restart =
    nodes.text(get('restart')) ?? (nodes.get(get('deploy'), 'restart_policy') ? 'any' : undefined);
  return {
    ...(waitsFor.size > 0 && { waitsFor }),
    ...(get('healthcheck') !== undefined && { hasHealthcheck: true }),
    ...(restart !== undefined && { restart }),
    ...(['extra_hosts', 'external_links', 'dns', 'dns_search'].some((key) => get(key) !== undefined) && {
      hasOtherNames: true,
    }),
  };
}

const isExternal = (nodes: Nodes, node: Node | undefined): boolean =>
  node !== undefined && nodes.text(node) !== 'false';

/** The `configs` or `secrets` of a service, https://docs.docker.com/reference/compose-file/services/#configs */
function readFiles(
  nodes: Nodes,
  node: Node | undefined,
  files: NamedFiles,
  folder: string,
): readonly ComposeMount[] {
  return nodes.items(node).flatMap((item): readonly ComposeMount[] => {
    const name = nodes.text(item) ?? nodes.text(nodes.get(item, 'source'));
    if (name === undefined) return [];
    const target = nodes.text(nodes.get(item, 'target')) ?? name;
    const source = files.get(name);
    return [
      {
        span: nodes.span(item),
        source: source === undefined || hasVariable(source) ? undefined : unescape(source),
        target: target.startsWith('/') ? target : folder + target,
        kind: 'bind',
        readOnly: true,
      },
    ];
  });
}

/** `entrypoint` and `command`, written as a text or as a list. */
function readCommand(nodes: Nodes, written: readonly (Node | undefined)[]): { readonly command?: string } {
  const words = written.flatMap(
    (node) => nodes.text(node) ?? nodes.items(node).flatMap((item) => nodes.text(item) ?? []),
  );
  return words.length > 0 ? { command: words.join(' ') } : {};
}

/** The names in a list, or the keys of a map. */
function namesOf(nodes: Nodes, node: Node | undefined): string[] {
  if (isMap(node)) return nodes.entries(node).map(({ key }) => key);
  return nodes
    .items(node)
    .map((item) => nodes.text(item))
    .filter((name) => name !== undefined);
}

function readBuild(nodes: Nodes, node: Node | undefined): ComposeService['build'] {
  const context = nodes.text(node);
  if (context !== undefined) return { context, dockerfile: undefined };
  if (!isMap(node)) return undefined;
  return {
    context: nodes.text(nodes.get(node, 'context')) ?? '.',
    dockerfile: nodes.text(nodes.get(node, 'dockerfile')),
    inline: nodes.text(nodes.get(node, 'dockerfile_inline')),
    target: nodes.text(nodes.get(node, 'target')),
    args: readEnvironment(nodes, nodes.get(node, 'args')),
  };
}

function readPorts(nodes: Nodes, node: Node | undefined): ComposePort[] {
  const ports: ComposePort[] = [];
  for (const item of nodes.items(node)) {
    if (ports.length > maxPorts) break;
    const text = nodes.text(item);
    const span = nodes.span(item);
    const value = (key: string): string | undefined => nodes.text(nodes.get(item, key));
    if (text !== undefined) ports.push(...shortPorts(text, span));
    else if (isMap(item))
      ports.push(...longPort(value('target'), value('published'), value('host_ip'), value('protocol'), span));
  }
  return ports;
}

function readMounts(nodes: Nodes, node: Node | undefined): ComposeMount[] {
  const mounts: ComposeMount[] = [];
  for (const item of nodes.items(node)) {
    const text = nodes.text(item);
    const mount = text === undefined ? longMount(nodes, item) : shortMount(text, nodes.span(item));
    if (mount) mounts.push(mount);
  }
  return mounts;
}

function longMount(nodes: Nodes, item: Node): ComposeMount | undefined {
  const value = (key: string): string | undefined => nodes.text(nodes.get(item, key));
  const kind = value('type');
  const source = value('source') ?? value('src');
  const target = value('target') ?? value('destination') ?? value('dst');
  if (target === undefined || (kind !== 'bind' && kind !== 'volume')) return undefined;
  return {
    span: nodes.span(item),
    source: source === undefined || hasVariable(source) ? undefined : unescape(source),
    target: unescape(target),
    kind,
    readOnly: value('read_only') === 'true',
  };
}

/** Values that come from the machine, by `${…}` or by a name alone, are undefined. */
function readEnvironment(nodes: Nodes, node: Node | undefined): Map<string, string | undefined> {
  const environment = new Map<string, string | undefined>();
  const set = (name: string, value: string | undefined): void => {
    environment.set(name, value === undefined || hasVariable(value) ? undefined : unescape(value));
  };
  for (const { key, value } of nodes.entries(node)) set(key, nodes.text(value));
  for (const item of nodes.items(node)) {
    const text = nodes.text(item) ?? '';
    const equals = text.indexOf('=');
    if (equals > 0) set(text.slice(0, equals), text.slice(equals + 1));
    else if (text !== '') set(text, undefined);
  }
  return environment;
}

function readReplicas(
  nodes: Nodes,
  deploy: Node | undefined,
  scale: Node | undefined,
): Pick<ComposeService, 'replicas' | 'isScaled'> {
  const written = nodes.text(nodes.get(deploy, 'replicas')) ?? nodes.text(scale);
  if (!/^\d{1,9}$/.test(written ?? '')) return { replicas: 1 };
  return { replicas: Math.min(Number(written), maxReplicas), isScaled: true };
}
