import type { LogOutputChannel } from 'vscode';
import type { Messages } from '../../kernel/messages';
import type { LabHost } from '../lab/host';

/** What the view of nodes and its commands work with. */
export interface NodesDeps {
  readonly log: LogOutputChannel;
  readonly messages: Messages;
  readonly host: LabHost;
}
