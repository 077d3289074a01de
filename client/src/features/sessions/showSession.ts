import type { Services } from '../../services';
import { sessionOf } from '../../commands/arguments';

/** Opens a session with all its attributes, the nodes side by side. */
export async function showSession({ documents }: Services, argument: unknown): Promise<void> {
  const session = sessionOf(argument);
  if (session) await documents.show(session);
}
