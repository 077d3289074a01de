import type { Messages } from '../../kernel/messages';
import type { LabHost } from '../lab/host';
import type { SessionDocuments } from './document';
import type { SessionsView } from './tree';

/** What the commands of the session tree work with. */
export interface SessionsDeps {
  readonly messages: Messages;
  readonly host: LabHost;
  readonly view: SessionsView;
  readonly documents: SessionDocuments;
}
