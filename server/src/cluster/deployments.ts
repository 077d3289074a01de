import { baseName, folderOf, isAbsolute, isInside, join, rebase } from '../languages/text/paths';
import { attribute } from '../languages/xml/query';
import type { Mount } from './mount';
import type { App, Deployed } from './model';
import type { HostPlace } from './serverXml';
import type { SourceFile } from './source';

/** A Tomcat's folders, as what says where its apps are. */
export interface AppSources {
  /** Its CATALINA_BASE as it sees it. */
  readonly base: string;
  /** The same on this machine, where it runs here and not in a container. */
  readonly localBase?: string;
  readonly mounts: readonly Mount[];
  /** The Hosts of its server.xml; of the stock one where there is none. */
  readonly hosts: readonly HostPlace[];
}

/** What the stock server.xml has. */
export const STOCK_HOSTS: readonly HostPlace[] = [
  { engine: 'Catalina', name: 'localhost', appBase: 'webapps', contexts: [] },
];

/** The base of a path in a folder of apps, and what it is there. */
export const WEBAPPS = /^(.*)\/webapps(?:-javaee)?(\/.*)?$/;

/**
 * The apps of a Tomcat: what mounts put into the folders of its Hosts, what a Context of server.xml names, and what a file
 * in `conf/<Engine>/<Host>` does. Of two in one place the first.
 */
export function deploymentsOf(
  sources: AppSources,
  apps: readonly App[],
  files: ReadonlyMap<string, SourceFile>,
): readonly Deployed[] {
  const found = [
    ...sources.mounts.flatMap((mount) => inWebapps(mount, sources, apps)),
    ...named(sources, files),
  ].toReversed();
  return [...new Map(found.map((deployed) => [deployed.target, deployed])).values()].toReversed();
}

/** The folder of apps that a path in a container lies in, and the rest of the path. */
function folderFor(
  target: string,
  { base, hosts }: Pick<AppSources, 'base' | 'hosts'>,
): { readonly folder: string; readonly inside: string } | undefined {
  for (const { appBase } of hosts) {
    const folder = join(base, appBase);
    if (isInside(target, folder)) return { folder, inside: target.slice(folder.length) };
  }
  const [, above, inside = ''] = WEBAPPS.exec(target) ?? [];
  return above === undefined ? undefined : { folder: target.slice(0, target.length - inside.length), inside };
}

/** What a mount puts into a folder of apps: an app, parts of one, or all apps of a local folder. */
function inWebapps(
  { localPath, target }: Mount,
  sources: Pick<AppSources, 'base' | 'hosts'>,
  apps: readonly App[],
): readonly Deployed[] {
  const place = folderFor(target, sources);
  if (!place) return [];
  const at = (name: string): Pick<Deployed, 'contextPath' | 'target'> => ({
    contextPath: contextPathOf(name),
    target: `${place.folder}/${name.replace(/\.war$/i, '')}`,
  });
  const [name, ...inside] = place.inside.split('/').filter((part) => part !== '');
  if (name === undefined) {
    return apps
      .flatMap(({ webRoot, builds }) => [webRoot, ...builds])
      .filter((path) => folderOf(path) === localPath)
      .map((path) => ({ localPath: path, ...at(baseName(path)) }));
  }
  if (inside.length === 0) return [{ localPath, ...at(name) }];
  if (inside[0] !== 'WEB-INF') return [];
  const rest = `/${inside.join('/')}`;
  const webRoot = localPath.endsWith(rest)
    ? localPath.slice(0, -rest.length)
    : apps.find(({ webXml }) => webXml?.path === localPath)?.webRoot;
  return webRoot === undefined ? [] : [{ localPath: webRoot, ...at(name) }];
}

/** What Contexts name by their `docBase`, relative to the `appBase` of their Host (config/context.html). */
function named(sources: AppSources, files: ReadonlyMap<string, SourceFile>): readonly Deployed[] {
  const { base, localBase, mounts, hosts } = sources;
  const placed = (appBase: string, docBase: string, contextPath: string): readonly Deployed[] => {
    const written = docBase.replaceAll(/\$\{catalina\.(?:base|home)\}/g, base);
    if (written === '' || written.includes('${')) return [];
    const target = join(join(base, appBase), written);
    const local =
      localBase === undefined
        ? mounts.flatMap((mount) => rebase(target, mount.target, mount.localPath) ?? [])
        : [join(join(localBase, appBase), docBase.replaceAll(/\$\{catalina\.(?:base|home)\}/g, localBase))];
    return local.slice(0, 1).map((localPath) => ({ localPath, contextPath, target }));
  };
  const inServerXml = hosts.flatMap(({ appBase, contexts }) =>
    contexts.flatMap(({ path, docBase }) => placed(appBase, docBase, path.replace(/^\/$/, ''))),
  );
  const descriptors = [...files.values()].flatMap((file) => {
    if (file.kind !== 'context.xml') return [];
    const there = mounts.map(({ localPath, target }) => rebase(file.path, localPath, target)).find(Boolean);
    const host =
      there && hosts.find(({ engine, name }) => folderOf(there) === `${base}/conf/${engine}/${name}`);
    const { root } = file.document;
    const docBase = root && attribute(root, 'docBase')?.value;
    if (there === undefined || !host || docBase === undefined) return [];
    return placed(host.appBase, docBase, contextPathOf(baseName(there).replace(/\.xml$/, '')));
  });
  return [...descriptors, ...inServerXml];
}

/** Tomcat's naming: `ROOT` is the root context, `a#b` is /a/b, `app##2` is a version of /app. */
export function contextPathOf(name: string): string {
  const bare = name.replace(/\.war$/i, '').replace(/##.*$/, '');
  return bare === 'ROOT' ? '' : `/${bare.replaceAll('#', '/')}`;
}

/** Whether something is put where a Tomcat looks for apps, known here or not. */
export const hasSomethingIn = (
  { base, hosts }: Pick<AppSources, 'base' | 'hosts'>,
  targets: readonly string[],
): boolean =>
  hosts.some(({ appBase }) => {
    const folder = isAbsolute(appBase) ? appBase : join(base, appBase);
    return targets.some((target) => isInside(target, folder) || isInside(folder, target));
  });
