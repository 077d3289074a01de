import { kindOf } from '../../kernel/arguments';
import type { SessionGroup } from './group';
import type { SessionElement } from './items';

/** A row of the tree, told from whatever else a link or a key binding may hand to a command. */
const isSessionElement = (
  argument: unknown,
): argument is Extract<SessionElement, { kind: 'session' | 'copy' }> =>
  ['session', 'copy'].includes(kindOf(argument));

/** The session whose row, or whose node's row, a command was called on. */
export const sessionOf = (argument: unknown): SessionGroup | undefined =>
  isSessionElement(argument) ? argument.session : undefined;
