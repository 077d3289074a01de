import { t } from '@vscode/l10n';
import { posix } from 'node:path';
import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';
import type { Differences, FileChange, Need } from '../lab';
import type { Inventory, Setting, Wanted } from './inventory';

/** A container as it runs, and as a plan wants it. */
export interface Pair {
  readonly plan: ContainerPlan;
  readonly has: Inventory;
  readonly wanted: Wanted;
}

/** What a plan changes of the containers of a lab. */
export function differencesOf(pairs: readonly Pair[], running: Deployment, plan: Deployment): Differences {
  return {
    files: pairs.flatMap((pair) => [
      ...filesOf(pair, appFolderOf(pair.plan, plan)),
      ...sourcesOf(pair),
      ...settingsOf(pair),
    ]),
    restart: [...new Set([...nodesOf(running, plan), ...pairs.flatMap(reasonsOf)])],
  };
}

function filesOf({ plan: { name, role }, has, wanted }: Pair, apps: string): FileChange[] {
  const needOf = role === 'nginx' ? needOfNginx : (path: string): Need => needOfTomcat(path, apps);
  const changes: FileChange[] = [];
  for (const [path, { hash, origin }] of wanted.files) {
    const before = has.files[path];
    if (before?.hash === hash) continue;
    const kind = before ? 'changed' : 'added';
    changes.push({ node: name, path, kind, need: needOf(path), ...(origin !== undefined && { origin }) });
  }
  for (const [path, { origin }] of Object.entries(has.files)) {
    if (wanted.files.has(path)) continue;
    changes.push({
      node: name,
      path,
      kind: 'removed',
      need: needOf(path),
      ...(origin !== undefined && { origin }),
    });
  }
  return changes;
}

/** A source is no file of the container; its classes are. */
function sourcesOf({ plan: { name }, has, wanted }: Pair): FileChange[] {
  const origins = new Set([...Object.keys(wanted.sources), ...Object.keys(has.sources)]);
  return [...origins].flatMap((origin): FileChange[] => {
    const before = has.sources[origin];
    const now = wanted.sources[origin];
    if (before === now) return [];
    const kind = before === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    return [{ node: name, path: origin, origin, kind, need: 'compile' }];
  });
}

/** Its entry point writes the files of templates, and runs scripts, when it starts; pages are read with each request. */
function needOfNginx(path: string): Need {
  if (/^\/(?:etc\/nginx\/templates|docker-entrypoint\.d)\//.test(path)) return 'restart';
  return path.startsWith('/usr/share/nginx/') ? 'copy' : 'reload';
}

/**
 * Jasper compiles a page that was written again, and static files are read anew. Classes of an app come with a reload of its
 * context. A descriptor or a library comes with a start of the node: Tomcat itself watches some of them (HostConfig,
 * WatchedResource), and would reload their contexts on all nodes at the same time, whereupon no session were left.
 */
function needOfTomcat(path: string, apps: string): Need {
  if (!path.startsWith(`${apps}/`)) return 'restart';
  const [, ...inside] = path.slice(apps.length + 1).split('/');
  const [folder, next] = inside;
  if (folder === undefined) return 'restart';
  if (folder === 'META-INF') return 'restart';
  if (folder !== 'WEB-INF') return 'copy';
  if (next === 'classes') return 'context';
  return /\.(?:jspf?|jspx|tagx?)$/.test(path) ? 'copy' : 'restart';
}

/** Where a Tomcat looks for apps: the probe is put there. */
function appFolderOf({ files }: ContainerPlan, { probePath }: Deployment): string {
  const probe = files.find(({ target }) => target.endsWith(probePath));
  return probe ? posix.dirname(probe.target) : '/usr/local/tomcat/webapps';
}

function nodesOf(running: Deployment, plan: Deployment): string[] {
  const [before = [], now = []] = [running, plan].map((it) => it.tomcats.map(({ name }) => name).toSorted());
  if (before.join(' ') === now.join(' ')) return [];
  return [
    t('the workspace has the Tomcats {now}, and the lab {before}', {
      now: now.join(', '),
      before: before.join(', '),
    }),
  ];
}

/** What a container gets when it is made, and can be made anew for while the others go on. */
function settingsOf({ plan: { name }, has, wanted }: Pair): FileChange[] {
  const words = { environment: t('environment'), memory: t('memory limit') };
  return (['environment', 'memory'] as const)
    .filter((it) => has.settings[it] !== wanted.settings[it])
    .map((it) => ({ node: name, path: words[it], kind: 'changed', need: 'recreate' }));
}

/** What is settled for as long as a lab is there. */
function reasonsOf({ plan: { name }, has, wanted }: Pair): string[] {
  const isOther = (it: Setting): boolean => has.settings[it] !== wanted.settings[it];
  return [
    ...(isOther('image')
      ? [t('{node} runs another image now: {image}', { node: name, image: wanted.settings.image })]
      : []),
    ...(isOther('ports')
      ? [t('the ports of {node} have changed, and a container keeps those it was made with', { node: name })]
      : []),
  ];
}
