import { baseName, entryOf, folderOf, isInside, nearest, rebase } from '../languages/text/paths';
import { noProperties, type Properties } from '../languages/tomcat/values';
import { holdsEntities } from '../languages/xml/query';
import type { Images } from './images';
import type { App, TomcatFile, TomcatNode } from './model';
import { tomcatVersionOf } from './nodes';
import type { TomcatFileKind } from '../languages/source';
import type { SourceFile } from './source';

interface Sources {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly images: Images;
  readonly nodes: readonly TomcatNode[];
  readonly apps: readonly App[];
  readonly shipped: readonly string[];
  /** What somebody set. */
  readonly version: string | undefined;
  /** What cluster-lab.json says counts for files that no Tomcat here is known to read. */
  readonly settled?: string | undefined;
}

/** Every server.xml, context.xml and web.xml with the Tomcats that read it. */
export function readTomcatFiles({
  files,
  images,
  nodes,
  apps,
  shipped,
  version,
  settled,
}: Sources): readonly TomcatFile[] {
  return [...files.values()].flatMap((file): readonly TomcatFile[] => {
    if (!isTomcats(file)) return [];
    const { path, kind, document } = file;
    if (shipped.some((root) => isInside(path, root))) return [];
    const places = [path, ...nodes.flatMap((node) => targetIn(node, path) ?? [])];
    const role = places.map((place) => roleOf(place, kind)).find(Boolean);
    const readers = nodes.filter((node) => isReadBy(node, path, role, apps));
    return [
      {
        path,
        kind,
        document,
        role,
        nodes: readers,
        version: version ?? (readers.length === 0 ? settled : versionOf(readers)) ?? builtWith(path, images),
        properties: propertiesOf(path, kind, readers, files),
        isWhole: !document.root || !holdsEntities(document.root),
      },
    ];
  });
}

const isTomcats = (file: SourceFile): file is Extract<SourceFile, { kind: TomcatFileKind }> =>
  file.kind === 'server.xml' ||
  file.kind === 'context.xml' ||
  file.kind === 'web.xml' ||
  file.kind === 'web-fragment.xml' ||
  file.kind === 'tomcat-users.xml';

/** Where Tomcat looks for its files: HostConfig, ContextConfig and Constants of org.apache.catalina.startup. */
function roleOf(path: string, kind: TomcatFile['kind']): TomcatFile['role'] {
  const name = baseName(path);
  if (kind === 'server.xml') return 'server';
  if (kind === 'tomcat-users.xml' || kind === 'web-fragment.xml') return undefined;
  if (kind === 'web.xml') {
    if (path.endsWith('/WEB-INF/web.xml')) return 'app';
    return /\/conf\/(?:[^/]+\/[^/]+\/)?web\.xml(?:\.default)?$/.test(path) ? 'default' : undefined;
  }
  if (path.endsWith('/META-INF/context.xml')) return 'app';
  if (name === 'context.xml.default' || path.endsWith('/conf/context.xml')) return 'default';
  return /\/conf\/[^/]+\/[^/]+\/[^/]+\.xml$/.test(path) ? 'descriptor' : undefined;
}

function isReadBy(node: TomcatNode, path: string, role: TomcatFile['role'], apps: readonly App[]): boolean {
  if (role === 'app') {
    const webRoot = folderOf(folderOf(path));
    const places = [webRoot, ...(apps.find((app) => app.webRoot === webRoot)?.builds ?? [])];
    return [...node.deployments.map(({ localPath }) => localPath), ...(node.serves ?? [])].some((one) =>
      places.includes(one),
    );
  }
  if (role === 'server') return node.serverXml?.path === path;
  const target = targetIn(node, path);
  return target !== undefined && isInside(target, `${node.base}/conf`);
}

/** What those that read a file agree on; where nobody is known to read it, what the catalina.properties of its `conf` says. */
function propertiesOf(
  path: string,
  kind: TomcatFile['kind'],
  readers: readonly TomcatNode[],
  files: ReadonlyMap<string, SourceFile>,
): Properties {
  const [first, ...others] = readers;
  if (first) {
    if (others.length === 0) return first.properties;
    return (name) => {
      const value = first.properties(name);
      return others.every(({ properties }) => properties(name) === value) ? value : undefined;
    };
  }
  const own = entryOf(folderOf(path), 'catalina.properties');
  const file = kind === 'server.xml' && baseName(folderOf(own)) === 'conf' ? files.get(own) : undefined;
  if (file?.kind !== 'catalina.properties') return noProperties;
  const values = new Map(file.document.entries.map(({ key, value }) => [key, value]));
  return (name) => values.get(name);
}

/** Where a Tomcat has a file of the workspace. Of two mounts at one path the first counts: what another hides is not read. */
const targetIn = ({ files }: TomcatNode, path: string): string | undefined =>
  files.map((mount) => rebase(path, mount.localPath, mount.target)).find(Boolean);

function versionOf(nodes: readonly TomcatNode[]): string | undefined {
  const versions = new Set(nodes.map(({ version }) => version));
  const [only] = versions;
  return versions.size === 1 ? only : undefined;
}

/** The Tomcat of the Dockerfile that copies a file into its conf, where no Compose file names it: of the nearest, if they agree. */
function builtWith(path: string, images: Images): string | undefined {
  const found = images.alone.filter(
    ({ image: { official, files } }) =>
      official === 'tomcat' &&
      files.some(({ localPath, target }) => /\/conf\//.test(rebase(path, localPath, target) ?? '')),
  );
  const versions = new Set(
    nearest(path, found, ({ dockerfile }) => dockerfile).map(({ image }) =>
      tomcatVersionOf(image.version?.value),
    ),
  );
  const [only] = versions;
  return versions.size === 1 ? only : undefined;
}
