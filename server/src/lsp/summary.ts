import type { WorkspaceSummary } from '../protocol';
import type { Check } from '../workspace/check';
import { baseName } from '../languages/text/paths';

type Version = WorkspaceSummary['versions'][number];

/** The workspace in numbers, and the versions its rules assume. */
export function summaryOf(checks: readonly Check[]): WorkspaceSummary {
  const diagnostics = checks.flatMap((check) => check.diagnostics);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  return {
    files: checks.reduce((sum, { files }) => sum + files.size, 0),
    errors,
    warnings,
    others: diagnostics.length - errors - warnings,
    versions: unique(checks.flatMap(versionsOf)),
    clusters: checks.reduce((sum, { model }) => sum + model.clusters.length, 0),
  };
}

function versionsOf({ model: { balancers, nodes }, settings }: Check): Version[] {
  return [
    ...balancers.map(({ version, runsIn }): Version => {
      const isRead = settings.nginxVersion === undefined && runsIn?.kind === 'container';
      const place = isRead ? `from ${baseName(runsIn.composeFile)}` : 'set';
      return {
        product: 'nginx',
        version: version ?? null,
        reason: version ? place : 'nothing in the workspace says',
      };
    }),
    ...nodes.map(({ version, service }): Version => {
      const isRead = settings.tomcatVersion === undefined && service?.image;
      const place = isRead ? `from ${baseName(service.composeFile)}` : 'set';
      return {
        product: 'tomcat',
        version: version ?? null,
        reason: version ? place : 'nothing in the workspace says',
      };
    }),
  ];
}

const unique = (versions: readonly Version[]): Version[] => [
  ...new Map(versions.map((version) => [JSON.stringify(version), version])).values(),
];
