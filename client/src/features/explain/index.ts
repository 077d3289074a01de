import {
  CodeAction,
  CodeActionKind,
  Disposable,
  l10n,
  languages,
  Uri,
  window,
  type CodeActionContext,
  type LogOutputChannel,
} from 'vscode';
import { isRecord } from '../../../../server/src/languages/text/record';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import { Reports, type ReportLine } from '../../kernel/reports';
import type { LabHost } from '../lab/host';
import type { LanguageService } from '../language/client';
import { Sources } from '../logs/links/sources';
import { placesOf, type Search } from './causes';
import { LiveFailures, LOG_SOURCE } from './live';
import { registerLogFeatures } from './providers';
import { causeInLab, timesOf, type CauseQuery } from './words';

export interface ExplainDeps {
  readonly host: LabHost;
  readonly language: LanguageService;
  readonly log: LogOutputChannel;
  readonly messages: Messages;
}

/** Failures in logs, of the lab and from elsewhere: what they mean, and the way to their causes. */
export function registerExplain(
  { host, language, log, messages }: ExplainDeps,
  command: RegisterCommand,
): Disposable {
  const sources = new Sources();
  const search: Search = {
    sources,
    get plan() {
      return host.plan;
    },
    settings: async (question) => {
      try {
        return await language.settings(question);
      } catch (error) {
        log.error(`Where ${question.names.join(', ')} is set cannot be found: ${String(error)}`);
        return [];
      }
    },
  };
  const failures = new LiveFailures(host, search);
  const reports = new Reports('cluster-lab-failures', () =>
    l10n.t('Ask once more: "Show failures of the lab".'),
  );
  return Disposable.from(
    sources,
    failures,
    reports,
    registerLogFeatures(failures),
    languages.registerCodeActionsProvider(
      { scheme: 'file' },
      { provideCodeActions: (_document, _range, context) => showInLog(context, host) },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
    command(Commands.goToCause, async (query) => {
      if (!isQuery(query)) return;
      const [place] = await placesOf(query, search);
      if (place) await window.showTextDocument(place.uri, { selection: place.range });
      else messages.tell('information', l10n.t('No file of this workspace is known to be the cause.'));
    }),
    command(Commands.showFailures, () => showFailures(failures, reports, search)),
  );
}

const isQuery = (value: unknown): value is CauseQuery => isRecord(value) && Array.isArray(value['rules']);

/** The rule's own fix stands beside it, at the same place. */
function showInLog({ diagnostics }: CodeActionContext, host: LabHost): CodeAction[] {
  const ours = diagnostics.find(({ source }) => source === LOG_SOURCE);
  if (!ours) return [];
  const node = host.nodes.find(({ name }) => new RegExp(`\\(${name}\\b`).test(ours.message))?.name;
  const action = new CodeAction(l10n.t('Show in log'), CodeActionKind.QuickFix);
  action.command = { title: action.title, command: Commands.showLogs, arguments: [node] };
  action.diagnostics = [ours];
  return [action];
}

async function showFailures(failures: LiveFailures, reports: Reports, search: Search): Promise<void> {
  const lines: ReportLine[] = [];
  for (const explanation of failures.explanations) {
    const { what, why, todo, first } = explanation;
    const [place] = await placesOf(causeInLab(explanation), search);
    lines.push(
      {
        text: `${first.file}: ${what}`,
        place: place && { uri: Uri.parse(place.uri.toString()), range: place.range },
      },
      { text: `  ${why}` },
      { text: `  ${todo}` },
      { text: `  ${timesOf(explanation)}` },
      { text: '' },
    );
  }
  if (lines.length === 0)
    lines.push({ text: l10n.t('The logs of the lab tell of no failure that is known here.') });
  await reports.show(l10n.t('Failures'), '', lines);
}
