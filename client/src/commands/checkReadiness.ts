import { l10n, workspace } from 'vscode';
import type { Services } from '../services';

/** Goes through what makes the Tomcats of the workspace one cluster, and shows what each lacks. */
export async function checkReadiness(services: Services): Promise<void> {
  const { language, messages, readinessReports } = services;
  const { clusters } = await language.readiness();
  if (clusters.length === 0) {
    messages.tell(
      'information',
      l10n.t('No cluster was found in this workspace: nothing leads to two Tomcats, and none has a Cluster.'),
    );
    return;
  }
  await readinessReports.show(clusters, async (edit) => {
    const applied = await workspace.applyEdit(await language.editOf(edit), { isRefactoring: true });
    if (applied) await checkReadiness(services);
    else
      messages.tell(
        'error',
        l10n.t('The fix was not made: it was declined, or a file changed meanwhile. Check once more.'),
      );
  });
}
