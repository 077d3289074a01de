import { inspect } from 'node:util';
import { l10n, window, workspace, type Disposable } from 'vscode';
import * as count from '../../kernel/counts';
import { tellError } from '../../kernel/tellError';
import type { UsableLab } from './host';
import type { LabDeps } from './deps';
import { onClose } from '../../kernel/settings';

/** Lets the window open first; nothing of it needs the answer. */
const quietMilliseconds = 500;

/**
 * Looks once, when the window opens and may run things, for a lab of its workspace: one that another window or a terminal
 * uses, or that was left. Both are taken over; what was left only after a question, or by the setting.
 */
export function lookForLabs(deps: LabDeps): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    timer = setTimeout(() => {
      adoptOrAsk(deps).catch((error: unknown) => {
        // A window that has not asked for a lab is not told that there is no engine.
        deps.log.debug(inspect(error));
      });
    }, quietMilliseconds);
  };
  if (workspace.isTrusted) look();
  const trusted = workspace.onDidGrantWorkspaceTrust(look);
  return {
    dispose: () => {
      clearTimeout(timer);
      trusted.dispose();
    },
  };
}

/** The labs of a workspace folder; without one, those of any folder of this window. */
export async function labsOfWorkspace({ host, engines }: LabDeps, folder?: string): Promise<UsableLab[]> {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => pathOf(uri.fsPath));
  return await host.find(folder === undefined ? folders : [folder], engines.host);
}

/** As it stands on the labels of a lab, for VS Code and the command line alike. */
export function pathOf(path: string): string {
  const forward = /^[a-zA-Z]:[\\/]|^\\\\/.test(path) ? path.replaceAll('\\', '/') : path;
  return forward.replace(/^[a-z]:/, (letter) => letter.toUpperCase());
}

async function adoptOrAsk(deps: LabDeps): Promise<void> {
  const { host } = deps;
  if (host.state !== 'idle') return;
  const labs = await labsOfWorkspace(deps);
  const whole = labs.filter(({ state }) => state !== 'incomplete');
  const lab = whole.find(({ used }) => used) ?? whole[0];
  if (lab && (lab.used || onClose() === 'keep')) await adopt(deps, lab);
  else if (lab) ask(deps, lab);
  // What is being made is used by whoever makes it.
  else for (const half of labs.filter(({ used }) => !used)) ask(deps, half);
}

/** Takes over a lab, with its logs. */
export async function adopt({ host, engines, log }: LabDeps, lab: UsableLab): Promise<void> {
  if (host.state !== 'idle') return;
  log.info(l10n.t('Taking over the lab {0} of {1}, which was started before.', lab.labId, lab.title));
  await host.adopt(lab, engines.host);
  window.setStatusBarMessage(l10n.t('This window shows the cluster lab that runs already'), 5000);
}

function ask(deps: LabDeps, lab: UsableLab): void {
  const { messages } = deps;
  const tomcats = count.tomcats(lab.containers.filter(({ role }) => role === 'tomcat').length);
  const remove = { title: l10n.t('Remove it'), run: () => removeLeftover(deps, lab) };
  const use = { title: l10n.t('Use it'), run: () => told(deps, () => adopt(deps, lab)) };
  if (lab.state === 'incomplete') {
    messages.tell('warning', l10n.t('A half-made cluster lab of this workspace is left over.'), [remove]);
    return;
  }
  const text =
    lab.state === 'running'
      ? l10n.t(
          'A cluster lab of this workspace still runs: {0}, {1}. It was left by an earlier VS Code or a terminal.',
          lab.title,
          tomcats,
        )
      : l10n.t(
          'A cluster lab of this workspace is left over: {0}, {1}, all stopped. Its logs can still be read, and its nodes started.',
          lab.title,
          tomcats,
        );
  messages.tell('information', text, [use, remove]);
}

async function removeLeftover(deps: LabDeps, lab: UsableLab): Promise<void> {
  await told(deps, async () => {
    await deps.host.remove(lab, deps.engines.host);
    deps.log.info(l10n.t('The lab {0} is removed; nothing of it is left.', lab.labId));
  });
}

async function told({ messages, log }: LabDeps, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tellError(error, messages, log);
  }
}
