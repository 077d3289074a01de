import { Disposable, Uri, type ExtensionContext } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import { openSample } from './openSample';
import { followProgress, type ProgressDeps } from './progress';

/** The walkthrough: the sample, and how far somebody has come with it. */
export function registerFirstMinutes(
  {
    extensionUri,
    messages,
    ...deps
  }: ProgressDeps & { messages: Messages } & Pick<ExtensionContext, 'extensionUri'>,
  command: RegisterCommand,
): Disposable {
  const sample = Uri.joinPath(extensionUri, 'samples', 'story-broken');
  return Disposable.from(
    followProgress(deps),
    command(Commands.openSample, () => openSample(sample, { ...deps, messages })),
  );
}
