import { l10n, workspace } from 'vscode';
import type { PlainWorkspaceEdit, ReadinessOfCluster } from '../../../../server/src/protocol';
import type { WantedFix } from './readinessReports';
import type { LanguageDeps } from './deps';

/** Goes through what makes the Tomcats of the workspace one cluster, and shows what each lacks. */
export async function checkReadiness(deps: LanguageDeps): Promise<void> {
  const { language, messages, readinessReports } = deps;
  const { clusters } = await language.readiness();
  if (clusters.length === 0) {
    messages.tell(
      'information',
      l10n.t('No cluster was found in this workspace: nothing leads to two Tomcats, and none has a Cluster.'),
    );
    return;
  }
  await readinessReports.show(clusters, async (wanted) => {
    const edit = editOf(wanted, (await language.readiness()).clusters);
    const applied = edit && (await workspace.applyEdit(await language.editOf(edit), { isRefactoring: true }));
    if (!applied)
      messages.tell(
        'error',
        l10n.t('The fix was not made: it was declined, or a file changed meanwhile. Check once more.'),
      );
    await checkReadiness(deps);
  });
}

/** The edit for the texts as they are now; undefined where the point holds by now, or another fix is offered. */
function editOf(
  { id, title, fix }: WantedFix,
  clusters: readonly ReadinessOfCluster[],
): PlainWorkspaceEdit | undefined {
  const cluster = clusters.find((one) => one.id === id);
  const point = cluster?.points.find((one) => one.title === title);
  return point?.fix?.title === fix ? point.fix.edit : undefined;
}
