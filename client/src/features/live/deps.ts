import type { LogOutputChannel } from 'vscode';
import type { Messages } from '../../kernel/messages';
import type { NginxTest } from '../configTest/nginx/nginxTest';
import type { LabHost } from '../lab/host';
import type { LanguageService } from '../language/client';

export interface LiveDeps {
  readonly host: LabHost;
  readonly language: Pick<LanguageService, 'deployment'>;
  readonly nginxTest: NginxTest;
  readonly messages: Messages;
  readonly log: LogOutputChannel;
}
