import type { LogOutputChannel } from 'vscode';
import type { Messages } from '../../kernel/messages';
import type { LanguageService } from '../language/client';
import type { EngineChoice } from './engineChoice';
import type { LabHost } from './host';

/** What the commands of the lab work with. */
export interface LabDeps {
  /** The extension's own channel, `Cluster Lab`. */
  readonly log: LogOutputChannel;
  readonly messages: Messages;
  readonly language: Pick<LanguageService, 'deployment' | 'summary' | 'onDidChange'>;
  readonly engines: EngineChoice;
  readonly host: LabHost;
}
