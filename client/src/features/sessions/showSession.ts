import type { SessionsDeps } from './deps';
import { sessionOf } from './arguments';

/** Opens a session with all its attributes, the nodes side by side. */
export async function showSession({ reports }: SessionsDeps, argument: unknown): Promise<void> {
  const session = sessionOf(argument);
  if (session) await reports.show(session);
}
