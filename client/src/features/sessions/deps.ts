import type { LogOutputChannel } from 'vscode';
import type { Messages } from '../../kernel/messages';
import type { LabHost } from '../lab/host';
import type { SessionReports } from './reports';
import type { SessionsView } from './tree';

/** What the commands of the session tree work with. */
export interface SessionsDeps {
  readonly log: LogOutputChannel;
  readonly messages: Messages;
  readonly host: LabHost;
  readonly view: SessionsView;
  readonly reports: SessionReports;
}
