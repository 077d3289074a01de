import type { LogOutputChannel } from 'vscode';
import type { EngineChoice } from './features/lab/engineChoice';
import type { LabHost } from './features/lab/host';
import type { LanguageService } from './features/language/client';
import type { Messages } from './kernel/messages';
import type { LocationReports } from './features/language/locationReports';
import type { ReadinessReports } from './features/language/readinessReports';
import type { NginxTest } from './features/configTest/nginx/nginxTest';
import type { TomcatTest } from './features/configTest/tomcat/tomcatTest';
import type { NodeChannels } from './features/logs/nodeChannels';
import type { SessionDocuments } from './features/sessions/document';
import type { SessionsView } from './features/sessions/tree';

/** What commands work with; made once in extension.ts. */
export interface Services {
  /** The extension's own channel, `Cluster Lab`. */
  readonly log: LogOutputChannel;
  readonly messages: Messages;
  readonly language: LanguageService;
  readonly engines: EngineChoice;
  readonly host: LabHost;
  readonly channels: NodeChannels;
  readonly sessions: SessionsView;
  readonly documents: SessionDocuments;
  readonly nginxTest: NginxTest;
  readonly tomcatTest: TomcatTest;
  readonly locationReports: LocationReports;
  readonly readinessReports: ReadinessReports;
}
