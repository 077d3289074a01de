import { t } from '@vscode/l10n';
import type { Deployed, NodeGroup, TomcatNode } from '../../cluster/model';
import { baseName } from '../../languages/text/paths';
import type { Place } from '../../cluster/source';
import { rule, type Report } from '../define';
import { circlesOf } from './circles';

const messages = {
  version:
    '{node} has the version "{version}" of the app at {path}, and {other} the version "{otherVersion}": to a Cluster these are two apps, so neither has the sessions of the other, and the log says "Context manager doesn\'t exist". Deploy the same versions on all nodes.',
  versioned:
    '{node} has the version "{version}" of the app at {path}, and {other} has it without a version: to a Cluster these are two apps, so neither has the sessions of the other, and the log says "Context manager doesn\'t exist". Deploy the same versions on all nodes.',
  unversioned:
    '{node} has the app at {path} without a version, and {other} has the version "{otherVersion}": to a Cluster these are two apps, so neither has the sessions of the other, and the log says "Context manager doesn\'t exist". Deploy the same versions on all nodes.',
  path: '{node} has this app as "{path}", and {other} as "{otherPath}": nginx takes one for the other, which then answers 404, and to a Cluster these are two apps, so neither has the sessions of the other. Deploy it under the same name on all nodes.',
} as const;

/** DeltaManager.getName and SimpleTcpCluster.managers: a session belongs to a Context by its name, `/app##1` included. */
export const appsDiffer = rule({
  meta: {
    id: 'cluster/apps-differ',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages,
  },
  group(group, { report }) {
    if (!group.intent) return;
    for (const { nodes, isOfNginx } of circlesOf(group)) {
      const members = isOfNginx ? nodes.filter(({ cluster }) => cluster) : [];
      for (const [index, node] of members.entries()) {
        const [found] = members.slice(0, index).flatMap((other) => difference(node, other, group) ?? []);
        if (found) report(sayingOf(found, group));
      }
    }
  },
});

function sayingOf(
  { own, others, node, other, place }: Difference,
  group: NodeGroup,
): Report<typeof messages> {
  const there = placeOf(others, other, group);
  const said = { ...place, related: there ? [{ ...there, message: t('the same app') }] : [] };
  const names = { node: node.name, other: other.name, path: pathOf(own) };
  if (own.contextPath !== others.contextPath)
    return { ...said, message: 'path', data: { ...names, otherPath: pathOf(others) } };
  const [version, otherVersion] = [versionOf(own), versionOf(others)];
  if (otherVersion === '') return { ...said, message: 'versioned', data: { ...names, version } };
  if (version === '') return { ...said, message: 'unversioned', data: { ...names, otherVersion } };
  return { ...said, message: 'version', data: { ...names, version, otherVersion } };
}

interface Difference {
  readonly node: TomcatNode;
  readonly other: TomcatNode;
  readonly own: Deployed;
  readonly others: Deployed;
  readonly place: Place;
}

/** What two nodes surely have under different names: one version each of a path, or one app of the workspace each. */
function difference(node: TomcatNode, other: TomcatNode, group: NodeGroup): Difference | undefined {
  for (const own of node.deployments) {
    const versions = (one: TomcatNode): readonly Deployed[] =>
      one.deployments.filter(({ contextPath }) => contextPath === own.contextPath);
    const [there, another] = versions(other);
    const isVersion = there && !another && versions(node).length === 1 && versionOf(there) !== versionOf(own);
    const place = placeOf(own, node, group);
    if (isVersion && place) return { node, other, own, others: there, place };
    const same = (one: TomcatNode): readonly Deployed[] =>
      one.deployments.filter(({ localPath }) => localPath === own.localPath);
    const [moved, second] = same(other);
    if (!moved || second || same(node).length > 1 || versions(other).length > 0 || !place) continue;
    if (versionless(moved.contextPath, node)) return { node, other, own, others: moved, place };
  }
  return undefined;
}

/** Whether a node has nothing at a path. */
const versionless = (path: string, { deployments }: TomcatNode): boolean =>
  deployments.every(({ contextPath }) => contextPath !== path);

const versionOf = ({ target }: Deployed): string => /##(.*)$/.exec(baseName(target))?.[1] ?? '';

const pathOf = ({ contextPath }: Deployed): string => (contextPath === '' ? '/' : contextPath);

/** The mount that brings an app, or its web.xml. */
function placeOf(
  { target, localPath }: Deployed,
  { service }: TomcatNode,
  { apps }: NodeGroup,
): Place | undefined {
  const mount = service?.mounts.find((one) => one.target.replace(/\/$|\.war$/i, '') === target);
  if (service && mount) return { path: service.composeFile, span: mount.span };
  const webXml = apps.find(({ webRoot }) => webRoot === localPath)?.webXml;
  return webXml && { path: webXml.path, span: webXml.root.nameSpan };
}
