import type { LogOutputChannel } from 'vscode';
import type { EngineChoice } from './engineChoice';
import type { LabHost } from './labHost';
import type { LanguageService } from './language/client';
import type { Messages } from './messages';
import type { LocationReports } from './language/locationReports';
import type { ReadinessReports } from './language/readinessReports';
import type { NginxTest } from './configTest/nginx/nginxTest';
import type { TomcatTest } from './configTest/tomcat/tomcatTest';
import type { NodeChannels } from './logs/nodeChannels';
import type { SessionDocuments } from './views/sessions/document';
import type { SessionsView } from './views/sessions/tree';

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
