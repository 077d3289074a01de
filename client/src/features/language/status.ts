import { l10n, languages, LanguageStatusSeverity, type Disposable } from 'vscode';
import type { WorkspaceSummary } from '../../../../server/src/protocol';
import { Commands } from '../../kernel/commandIds';
import type { LanguageService } from './client';
import { statusSelector } from './selector';
import { uncheckedText } from './unchecked';

/** The language status item: which versions the rules assume and why, or what is wrong with the server. */
export function createLanguageStatus(service: LanguageService): Disposable {
  const item = languages.createLanguageStatusItem('clusterLab.status', statusSelector);
  item.name = 'Cluster Lab';
  const update = (): void => {
    item.busy = service.state === 'starting' || (service.state === 'running' && !service.summary);
    item.severity =
      service.state === 'stopped' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    if (service.state === 'stopped') {
      item.text = l10n.t('Cluster Lab: no language server');
      item.detail = l10n.t('It ended or did not start; the log says why.');
      item.command = { command: Commands.restartServer, title: l10n.t('Restart server') };
      return;
    }
    const { text, detail } = versionsText(service.summary);
    const silent = uncheckedText(service.summary?.unchecked ?? []);
    item.text = text;
    item.detail = [detail, silent].filter(Boolean).join('. ');
    item.command = {
      command: Commands.openSettings,
      title: l10n.t('Set versions'),
      arguments: ['clusterLab.nginx.version', 'clusterLab.tomcat.version'],
    };
  };
  update();
  const subscription = service.onDidChange(update);
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}

function versionsText(summary: WorkspaceSummary | undefined): { text: string; detail: string } {
  if (!summary) return { text: 'Cluster Lab', detail: l10n.t('reading the workspace') };
  if (summary.versions.length === 0)
    return { text: 'Cluster Lab', detail: l10n.t('no nginx and no Tomcat found') };
  const names = summary.versions.map(({ product, version }) => {
    const name = product === 'nginx' ? 'nginx' : 'Tomcat';
    return version ? `${name} ${version}` : l10n.t('{0}: version unknown', name);
  });
  const reasons = summary.versions.filter(({ version }) => version).map(({ reason }) => reason);
  return { text: [...new Set(names)].join(', '), detail: [...new Set(reasons)].join(', ') };
}
