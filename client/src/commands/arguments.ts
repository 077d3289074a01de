import { isRecord } from '../../../server/src/languages/text/record';
import type { LabNode } from '../lab/lab';
import type { NodeElement } from '../features/nodes/items';
import type { SessionGroup } from '../features/sessions/group';
import type { SessionElement } from '../features/sessions/items';

/** Rows of the trees, told from whatever else a link or a key binding may hand to a command. */
const isNodeElement = (argument: unknown): argument is NodeElement =>
  ['node', 'port'].includes(kindOf(argument));
const isSessionElement = (
  argument: unknown,
): argument is Extract<SessionElement, { kind: 'session' | 'copy' }> =>
  ['session', 'copy'].includes(kindOf(argument));

const kindOf = (argument: unknown): string => (isRecord(argument) ? String(argument['kind']) : '');

/** The row of the tree of nodes that a command was called on. */
export const nodeElement = (argument: unknown): NodeElement | undefined =>
  isNodeElement(argument) ? argument : undefined;

export const nodeOf = (argument: unknown): LabNode | undefined => nodeElement(argument)?.node;

/** The session whose row, or whose node's row, a command was called on. */
export const sessionOf = (argument: unknown): SessionGroup | undefined =>
  isSessionElement(argument) ? argument.session : undefined;
