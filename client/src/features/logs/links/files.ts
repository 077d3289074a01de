import { Uri } from 'vscode';
import { originsOf } from './origins';

/** The user's files that a place in a container may be, by the files that the plan puts there. They need not exist. */
export const candidates = (...question: Parameters<typeof originsOf>): Uri[] =>
  originsOf(...question).map((path) => Uri.file(path));
