import { Disposable, type LogOutputChannel } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import type { LabHost } from '../lab/host';
import type { LanguageService } from '../language/client';
import type { NginxTest } from './nginx/nginxTest';
import { testNginx, testTomcat } from './testConfig';
import { TomcatTest } from './tomcat/tomcatTest';

/** What the real nginx and Tomcat say of the workspace's files. */
export function registerConfigTest(
  {
    language,
    messages,
    host,
    nginxTest,
    log,
  }: {
    language: LanguageService;
    messages: Messages;
    host: LabHost;
    nginxTest: NginxTest;
    log: LogOutputChannel;
  },
  command: RegisterCommand,
): Disposable {
  const tomcatTest = new TomcatTest(language, host, log);
  const deps = { language, messages, nginxTest, tomcatTest };
  return Disposable.from(
    nginxTest,
    tomcatTest,
    command(Commands.testNginx, () => testNginx(deps)),
    command(Commands.testTomcat, () => testTomcat(deps)),
  );
}
