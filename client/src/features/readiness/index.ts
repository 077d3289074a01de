import type { Disposable, LogOutputChannel } from 'vscode';
import type { LanguageService } from '../language/client';
import { ReadinessView } from './tree';

/** Whether the clusters of the workspace are ready, beside the nodes of the lab, running or not. */
export const registerReadiness = ({
  language,
  log,
}: {
  language: LanguageService;
  log: LogOutputChannel;
}): Disposable => new ReadinessView(language, log);
