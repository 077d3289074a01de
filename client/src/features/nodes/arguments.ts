import type { LabNode } from '../../lab/lab';
import { kindOf } from '../../kernel/arguments';
import type { NodeElement } from './items';

/** A row of the tree, told from whatever else a link or a key binding may hand to a command. */
const isNodeElement = (argument: unknown): argument is NodeElement =>
  ['node', 'port'].includes(kindOf(argument));

/** The row of the tree of nodes that a command was called on. */
export const nodeElement = (argument: unknown): NodeElement | undefined =>
  isNodeElement(argument) ? argument : undefined;

export const nodeOf = (argument: unknown): LabNode | undefined => nodeElement(argument)?.node;
