import { stat } from 'node:fs/promises';
import { extract } from 'tar-stream';
import type { ContainerPlan, Deployment, FilePlan } from '../../../../server/src/protocol';
import { sourcesOf } from '../compile';
import type { Engine } from '../engine/engine';
import { hashOf, packedFiles, tarOf, type PackedFile } from '../files';

/**
 * Where a container keeps what it was given: in the container itself, so that every window, the command line and whoever
 * adopts the lab later know it, and so that it comes and goes with the files.
 */
const PATH = '/.cluster-lab.json';

/** What a container was given, as hashes. */
export interface Inventory {
  /** By the path in the container. */
  readonly files: Readonly<Record<string, Item>>;
  /** Paths of what is the lab's own: certificates and keys, the probe. */
  readonly own: readonly string[];
  /** Java sources whose classes it has, by their paths on the machine that they came from. */
  readonly sources: Readonly<Record<string, string>>;
  /** Paths of these classes. */
  readonly classes: readonly string[];
  /** What a container has from its making on, by its kind; hashes, since passwords may be in it. */
  readonly settings: Readonly<Record<Setting, string>>;
}

export interface Item {
  readonly hash: string;
  /** The user's file that it is a copy of. */
  readonly origin?: string;
}

export type Setting = 'image' | 'environment' | 'ports' | 'memory';

/** The files of a container as a plan has them, and their hashes, without those that are the lab's own. */
export interface Wanted {
  readonly files: ReadonlyMap<string, Item & { readonly file: PackedFile }>;
  readonly sources: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<Setting, string>>;
}

/** What a plan makes of one of its containers; nothing is put anywhere. */
export async function wantedOf(container: ContainerPlan, plan: Deployment, assets: string): Promise<Wanted> {
  // A key of its own is made for each lab: what stands in it is no news.
  const packed = await packedFiles(container.files.filter(isCompared), {
    assets,
    pair: { certificate: '', key: '' },
  });
  const items = packed.map(async (file) => [file.path, { file, ...(await itemOf(file)) }] as const);
  return {
    files: new Map(await Promise.all(items)),
    sources: container.role === 'tomcat' ? await hashesOfSources(plan) : {},
    settings: settingsOf(container),
  };
}

const isCompared = ({ content: { kind } }: FilePlan): boolean =>
  kind !== 'certificate' && kind !== 'key' && kind !== 'asset';

async function itemOf(file: PackedFile): Promise<Item> {
  return { hash: await currentHash(file), ...(file.origin !== undefined && { origin: file.origin }) };
}

/** Hashes of files of this machine, with what changes when somebody writes one. */
const known = new Map<string, { readonly stamp: string; readonly hash: string }>();

/** Of a file as it is now. One of this machine that has not been written since is not read again. */
async function currentHash({ from, read }: PackedFile): Promise<string> {
  if (from === undefined) return hashOf(await read());
  const facts = await stat(from).catch(() => undefined);
  const stamp = facts ? `${facts.size} ${facts.mtimeMs} ${facts.ctimeMs} ${facts.ino}` : '';
  const before = known.get(from);
  if (before?.stamp === stamp) return before.hash;
  const hash = hashOf(await read());
  known.set(from, { stamp, hash });
  return hash;
}

/** Of the Java sources that a plan compiles. */
export async function hashesOfSources({ compile }: Deployment): Promise<Record<string, string>> {
  const sources = compile ? await sourcesOf(compile) : [];
  return Object.fromEntries(
    await Promise.all(sources.map(async (source) => [source.origin, await currentHash(source)] as const)),
  );
}

/** What can be changed only where a container is made anew. */
export const settingsOf = ({ image, env, ports, memoryBytes }: ContainerPlan): Record<Setting, string> => ({
  image,
  environment: hashOf(JSON.stringify(Object.entries(env).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
  ports: JSON.stringify(ports.map(({ container, preferred }) => [container, preferred])),
  memory: String(memoryBytes),
});

/**
 * Puts files into a container with the note of what it then has, in one piece; `before` is what it had, of which the
 * paths `gone` are there no more.
 */
export async function put(
  engine: Engine,
  id: string,
  files: readonly PackedFile[],
  before: Inventory,
  more: {
    readonly gone?: readonly string[];
    readonly classes?: readonly PackedFile[];
    readonly sources?: Readonly<Record<string, string>>;
  } = {},
): Promise<Inventory> {
  const { gone = [], classes, sources = before.sources } = more;
  let after = before;
  const note = (hashes: ReadonlyMap<PackedFile, string>): PackedFile => {
    const items = new Map(Object.entries(before.files));
    for (const path of gone) items.delete(path);
    for (const file of files) {
      const { path, own } = file;
      const origin = file.origin ?? before.files[path]?.origin;
      if (!own) items.set(path, { hash: hashes.get(file) ?? '', ...(origin !== undefined && { origin }) });
    }
    after = {
      ...before,
      files: Object.fromEntries(items),
      own: [...new Set([...before.own, ...files.flatMap(({ path, own }) => (own ? [path] : []))])],
      sources,
      classes: classes?.map(({ path }) => path) ?? before.classes,
    };
    const text = JSON.stringify(after);
    return { path: PATH, mode: 0o644, read: () => Promise.resolve(Buffer.from(text)) };
  };
  await engine.putFiles(id, tarOf([...files, ...(classes ?? [])], note));
  return after;
}

/** What a container that is just made has been given. */
export const nothing = (container: ContainerPlan): Inventory => ({
  files: {},
  own: [],
  sources: {},
  classes: [],
  settings: settingsOf(container),
});

/** What a container was given; undefined where an earlier release made it, which noted nothing. */
export async function inventoryOf(engine: Engine, id: string): Promise<Inventory | undefined> {
  const held = await contentOf(engine, id, PATH);
  return held && (JSON.parse(held.data.toString('utf8')) as Inventory);
}

/** A file of a container, with its mode; undefined where it has none there. */
export async function contentOf(
  engine: Engine,
  id: string,
  path: string,
): Promise<{ readonly data: Buffer; readonly mode: number } | undefined> {
  const tar = await engine.getFiles(id, path);
  if (!tar) return undefined;
  for await (const entry of tar.pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { type, mode } = entry.header;
    if (type === 'file') return { data: Buffer.concat(chunks), mode };
  }
  return undefined;
}
