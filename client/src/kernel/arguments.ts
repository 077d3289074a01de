import { isRecord } from '../../../server/src/languages/text/record';

/** The kind of a tree's row that a command was called on; empty for anything else. */
export const kindOf = (argument: unknown): string => (isRecord(argument) ? String(argument['kind']) : '');
