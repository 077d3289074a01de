import { l10n, window } from 'vscode';
import { Reports, TABLE } from '../../kernel/reports';
import { chosenNode } from './choose';
import type { NodesDeps } from './deps';

/** Documents of what the threads of a Tomcat were doing, each of its time. */
export const threadDumpReports = (): Reports =>
  new Reports(
    'cluster-lab-threads',
    () => l10n.t('This thread dump is no longer kept; the log of its node has it.'),
    TABLE,
  );

/** Asks a Tomcat what its threads are doing, and shows that beside. */
export async function dumpThreads(
  deps: NodesDeps & { readonly reports: Reports },
  argument: unknown,
): Promise<void> {
  const node = await chosenNode(deps, argument, { states: ['running', 'starting'], role: 'tomcat' });
  const { lab } = deps.host;
  if (!node || !lab) return;
  const dump = await window.withProgress({ location: { viewId: 'clusterLab.nodes' } }, () =>
    lab.dumpThreads(node.name),
  );
  const time = new Date();
  const title = l10n.t('Threads of {0} at {1}', node.name, time.toLocaleTimeString().replaceAll('/', '-'));
  const lines = dump
    .trimEnd()
    .split('\n')
    .map((text) => ({ text }));
  await deps.reports.show(title, time.toISOString(), lines);
}
