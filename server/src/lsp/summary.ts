import { t } from '@vscode/l10n';
import type { Fact } from '../cluster/facts';
import type { ClusterModel } from '../cluster/model';
import { imageVersion } from '../languages/compose/image';
import type { WorkspaceSummary } from '../protocol';
import type { Check } from '../workspace/check';
import { baseName, isInside } from '../languages/text/paths';
import { checkedFiles, type Unchecked } from '../workspace/unchecked';
import { uriOf } from './uris';

type Version = WorkspaceSummary['versions'][number];

/** The workspace in numbers, what was not checked of it, and the versions its rules assume. */
export function summaryOf(
  checks: readonly Check[],
  unread: readonly Unchecked[] = [],
  uri: (path: string) => string = uriOf,
): WorkspaceSummary {
  const diagnostics = checks.flatMap((check) => check.diagnostics);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const unchecked = [...unread, ...checks.flatMap((check) => check.unchecked)];
  return {
    files: checks.flatMap(checkedFiles).length,
    errors,
    warnings,
    others: diagnostics.length - errors - warnings,
    unchecked: unchecked.map(({ path, extent, why }) => ({ uri: uri(path), extent, why })),
    versions: unique(checks.flatMap(versionsOf)),
    clusters: checks.reduce((sum, { model }) => sum + model.clusters.length, 0),
  };
}

function versionsOf({ model, settings }: Check): Version[] {
  const { balancers, nodes } = model;
  return [
    ...balancers.map(({ release }): Version => ({
      product: 'nginx',
      version: release?.value ?? null,
      reason: reasonOf(release, model),
    })),
    ...nodes.map(({ version, service }): Version => {
      const settled = model.settled?.tomcatVersion;
      const isSettled =
        settled !== undefined &&
        settings.tomcatVersion === undefined &&
        imageVersion(service?.image?.value ?? '').version === undefined;
      const isRead = settings.tomcatVersion === undefined && service?.image;
      const place = isSettled
        ? reasonOf(settled, model)
        : isRead
          ? t('from {file}', { file: baseName(service.composeFile) })
          : t('set');
      return {
        product: 'tomcat',
        version: version ?? null,
        reason: version ? place : t('nothing in the workspace says'),
      };
    }),
  ];
}

/** `from nginx/Dockerfile`, `set` */
function reasonOf(fact: Fact<string> | undefined, { root }: ClusterModel): string {
  if (!fact) return t('nothing in the workspace says');
  if (!fact.place) return t('set');
  const { path } = fact.place;
  const place = isInside(path, root) ? path.slice(root.length).replace(/^\//, '') : path;
  return t('from {place}', { place });
}

const unique = (versions: readonly Version[]): Version[] => [
  ...new Map(versions.map((version) => [JSON.stringify(version), version])).values(),
];
