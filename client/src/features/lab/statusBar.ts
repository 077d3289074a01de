import { Disposable, l10n, MarkdownString, StatusBarAlignment, window } from 'vscode';
import type { WorkspaceSummary } from '../../../../server/src/protocol';
import { Commands } from '../../kernel/commandIds';
import * as count from '../../kernel/counts';
import type { LanguageService } from '../language/client';
import type { LabHost } from './host';

/**
 * `Cluster 2/2`: how many Tomcats of the lab run. Without a lab it is there as soon as the workspace has files of ours, and
 * leads to where a lab is started.
 */
export function createStatusBar(
  host: LabHost,
  language: Pick<LanguageService, 'summary' | 'onDidChange'>,
): Disposable {
  const item = window.createStatusBarItem('clusterLab.status', StatusBarAlignment.Left);
  item.name = l10n.t('Cluster lab');
  item.command = 'clusterLab.nodes.focus';
  const update = (): void => {
    const { summary } = language;
    if (host.state === 'idle' && !summary?.files) {
      item.hide();
      return;
    }
    const { text, tooltip } = host.state === 'idle' && summary ? idle(summary) : describe(host);
    item.text = text;
    const lines = [tooltip, ...engineLine(host)];
    item.tooltip = tooltipOf(lines, host.state !== 'idle');
    // Of a tooltip in Markdown a screen reader would read the escapes.
    const name = text.replace(/^\$\([\w~-]+\)\s*/, '');
    item.accessibilityInformation = { label: [name, ...lines].join('\n') };
    item.show();
  };
  update();
  const subscription = Disposable.from(host.onDidChange(update), language.onDidChange(update));
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}

/** With a way to the logs, where there is a lab. */
function tooltipOf(lines: readonly string[], isThere: boolean): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: [Commands.showAllLogs, Commands.showLogs] };
  text.appendText(lines.join('\n'));
  if (isThere)
    text.appendMarkdown(
      `\n\n[${l10n.t('Logs of all nodes')}](command:${Commands.showAllLogs}) · [${l10n.t('Log of a node')}](command:${Commands.showLogs})`,
    );
  return text;
}

const idle = ({ files, errors, warnings, others }: WorkspaceSummary): { text: string; tooltip: string } => ({
  text: l10n.t('{0} Cluster Lab', '$(server-environment)'),
  tooltip: [
    errors + warnings + others === 0
      ? l10n.t('Checked {0}: no problems.', count.files(files))
      : l10n.t(
          'Checked {0}: {1}, {2}, {3}.',
          count.files(files),
          count.errors(errors),
          count.warnings(warnings),
          count.hints(others),
        ),
    l10n.t('No lab runs; a click leads to where it is started.'),
  ].join('\n'),
});

/** Which engine runs it, as a person knows it. */
function engineLine({ engine }: LabHost): string[] {
  return engine ? [l10n.t('Docker engine: {0}, {1}', engine.origin, engine.address)] : [];
}

function describe({ state, nodes, lastStep, plan }: LabHost): { text: string; tooltip: string } {
  if (state === 'starting')
    return { text: l10n.t('{0} Cluster starting', '$(loading~spin)'), tooltip: lastStep };
  if (state === 'stopping')
    return { text: l10n.t('{0} Cluster stopping', '$(loading~spin)'), tooltip: lastStep };
  const tomcats = nodes.filter(({ role }) => role === 'tomcat');
  const running = tomcats.filter((node) => node.state === 'running').length;
  // Without it no page answers, however many Tomcats run.
  const hasNginx = !nodes.some(
    ({ role, state: its }) => role === 'nginx' && (its === 'exited' || its === 'paused'),
  );
  const icon = hasNginx && running === tomcats.length ? '$(server-environment)' : '$(warning)';
  const run = l10n.t('{0}: {1} of {2} Tomcats run', plan?.title ?? '', running, tomcats.length);
  return {
    text: hasNginx
      ? l10n.t('{0} Cluster {1}/{2}', icon, running, tomcats.length)
      : l10n.t('{0} Cluster {1}/{2} without nginx', icon, running, tomcats.length),
    tooltip: hasNginx ? run : `${run}\n${l10n.t('nginx does not run')}`,
  };
}
