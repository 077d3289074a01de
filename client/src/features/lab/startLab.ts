import { randomBytes } from 'node:crypto';
import {
  commands,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type LogOutputChannel,
  type Progress,
  type WorkspaceFolder,
} from 'vscode';
import type { Deployment } from '../../../../server/src/protocol';
import type { Lab, LabStep } from '../../lab/lab';
import type { Messages } from '../../kernel/messages';
import type { LabDeps } from './deps';
import { adopt, labsOfWorkspace, pathOf } from './leftovers';
import { saveFiles } from '../../kernel/saveFiles';
import { labSettings } from '../../kernel/settings';
import { type Before, withPortsOf } from './keptPorts';
import { Commands } from '../../kernel/commandIds';
import * as count from '../../kernel/counts';

/**
 * Plans a lab from the workspace, starts it with its steps told, and says where it is. `again`: the lab that ran just
 * before, whose ports it gets.
 */
export async function startLab(deps: LabDeps, again?: Before): Promise<void> {
  const { engines, messages } = deps;
  if (!workspace.isTrusted) {
    tellUntrusted(messages);
    return;
  }
  if (isThere(deps)) return;
  const folder = again ? folderOf(again.deployment) : await chooseFolder();
  if (folder === 'none chosen') return;
  if (!(await engines.decide())) return;
  if (!again && (await usesOther(deps, folder))) return;
  const lab = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Cluster lab'), cancellable: true },
    (progress, token) => start(deps, folder, again, progress, token),
  );
  if (lab) announce(lab, messages);
}

/** Whether the window has its lab, or gets it, which is told then. */
function isThere({ host, messages }: Pick<LabDeps, 'host' | 'messages'>): boolean {
  if (host.state === 'idle') return false;
  messages.tell('information', l10n.t('The cluster lab of this window is already there.'));
  return true;
}

/**
 * A lab of this folder that runs already: one that another window or a terminal uses is shown here too, instead of a second
 * one; for one that was left, somebody decides.
 */
async function usesOther(deps: LabDeps, folder: WorkspaceFolder | undefined): Promise<boolean> {
  const { engines, host, messages } = deps;
  // Where no engine answers, the start itself says so.
  const found = await labsOfWorkspace(deps, folder && pathOf(folder.uri.fsPath)).catch(() => []);
  const [lab] = found.filter(({ state }) => state === 'running').toSorted(usedFirst);
  if (!lab) return false;
  if (lab.used) {
    await adopt(deps, lab);
    messages.tell(
      'information',
      l10n.t('The cluster lab of this workspace runs already; this window shows it too.'),
    );
    return true;
  }
  const use = l10n.t('Use it');
  const anew = l10n.t('Remove it and start anew');
  const text = l10n.t('A cluster lab of this workspace was left running: {0}.', lab.title);
  const choice = await window.showInformationMessage(text, use, anew);
  if (choice === use) await adopt(deps, lab);
  if (choice === anew) await host.remove(lab, engines.host);
  return choice !== anew;
}

const usedFirst = (a: { used: boolean }, b: { used: boolean }): number => Number(b.used) - Number(a.used);

function tellUntrusted(messages: Messages): void {
  const text = l10n.t(
    'A lab runs the files of this workspace in containers, so it needs a workspace that you trust.',
  );
  messages.tell('warning', text, [
    { title: l10n.t('Manage workspace trust'), run: () => commands.executeCommand('workbench.trust.manage') },
  ]);
}

const folderOf = ({ folder }: Deployment): WorkspaceFolder | undefined =>
  folder === null ? undefined : workspace.getWorkspaceFolder(Uri.file(folder));

export async function chooseFolder(): Promise<WorkspaceFolder | undefined | 'none chosen'> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0];
  const placeHolder = l10n.t('Folder to run in the lab');
  return (await window.showWorkspaceFolderPick({ placeHolder })) ?? 'none chosen';
}

async function start(
  { engines, host, language, log, messages }: LabDeps,
  folder: WorkspaceFolder | undefined,
  again: Before | undefined,
  progress: Progress<{ message: string; increment?: number }>,
  token: CancellationToken,
): Promise<Lab | undefined> {
  progress.report({ message: l10n.t('Planning …') });
  await saveFiles(folder?.uri.fsPath ?? null);
  const planned = await planFor({ language, log, messages }, folder);
  if (!planned || token.isCancellationRequested) return undefined;
  // Somebody may have begun another start while this one was planned.
  if (isThere({ host, messages })) return undefined;
  const deployment = again ? withPortsOf(again, planned) : planned;
  logPlan(deployment, log);
  if (deployment.runs) progress.report({ message: l10n.t('Runs {0}', deployment.runs.summary) });
  const controller = new AbortController();
  const cancelling = token.onCancellationRequested(() => {
    progress.report({ message: l10n.t('Cancelling …') });
    controller.abort();
  });
  try {
    const onStep = stepReporter(progress, log);
    return await host.start(deployment, { host: engines.host, signal: controller.signal, onStep, inSpiteOf });
  } finally {
    cancelling.dispose();
  }
}

/** What a start would run; what stands against it is told. */
export async function planFor(
  { language, log, messages }: Pick<LabDeps, 'language' | 'log' | 'messages'>,
  folder: WorkspaceFolder | undefined,
): Promise<Deployment | undefined> {
  const { images, nodes, keepaliveMinTimeout } = labSettings(folder?.uri);
  const answer = await language.deployment({
    ...(folder && { folder: folder.uri.toString() }),
    ...(nodes !== undefined && { nodes }),
    ...(keepaliveMinTimeout !== undefined && { keepaliveMinTimeout }),
    images,
    labId: randomBytes(4).toString('hex'),
    probeToken: randomBytes(8).toString('hex'),
  });
  if (answer.ok) return { ...answer.deployment, folder: folder ? pathOf(folder.uri.fsPath) : null };
  log.error(answer.message);
  messages.tell('error', answer.message);
  return undefined;
}

async function inSpiteOf(shortages: readonly string[]): Promise<boolean> {
  const anyway = l10n.t('Start anyway');
  const options = { modal: true, detail: shortages.join('\n\n') };
  const text = l10n.t('This machine may be too small for the lab.');
  return (await window.showWarningMessage(text, options, anyway)) === anyway;
}

function logPlan({ title, runs, tomcats, nginx, adaptations }: Deployment, log: LogOutputChannel): void {
  const containers = [nginx, ...tomcats].map(
    ({ name, image, ports }) =>
      `  ${name}  ${image}${ports.map(({ container, preferred, reason }) => `\n    ${container} → ${preferred ?? l10n.t('a free port')}: ${reason}`).join('')}`,
  );
  const changes = adaptations.map(
    (adaptation) => `  ${adaptation.title}${adaptation.file ? ` (${adaptation.file})` : ''}`,
  );
  log.info(
    [
      l10n.t('Plan of the lab: {0}', title),
      ...(runs ? [`  ${runs.summary}`] : []),
      ...containers,
      changes.length > 0
        ? l10n.t('The lab runs copies of your files. In the copies it changes:')
        : l10n.t('The lab runs your files as they are.'),
      ...changes,
    ].join('\n'),
  );
}

function stepReporter(
  progress: Progress<{ message: string; increment?: number }>,
  log: LogOutputChannel,
): (step: LabStep) => void {
  let percent = 0;
  return ({ message, done, total }) => {
    log.info(message);
    const now = done !== undefined && total ? (100 * done) / total : percent;
    progress.report({ message, increment: Math.max(0, now - percent) });
    percent = Math.max(percent, now);
  };
}

function announce(lab: Lab, messages: Messages): void {
  const url = lab.urls[0]?.url;
  const tomcats = lab.nodes.filter(({ role }) => role === 'tomcat').length;
  const ready = l10n.t('Lab ready: {0} behind nginx at {1}', count.tomcats(tomcats), url ?? 'nginx');
  const { runs } = lab.deployment;
  messages.tell('information', runs ? l10n.t('{0}, with {1}', ready, runs.summary) : ready, [
    {
      title: l10n.t('Open in browser'),
      run: () => commands.executeCommand(Commands.openInBrowser, url),
    },
    // Short: a message has room for no more.
    { title: l10n.t('Logs'), run: () => commands.executeCommand(Commands.showLogs) },
    { title: l10n.t('What runs'), run: () => commands.executeCommand(Commands.showPlan) },
    { title: l10n.t('Sessions'), run: () => commands.executeCommand('clusterLab.sessions.focus') },
  ]);
}
