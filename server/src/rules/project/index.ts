import type { Rule } from '../define';
import { contradiction } from './contradiction';
import { malformed, notFound, unknownKey } from './lab-file';
import { whichApp } from './which-app';
import { whichNode } from './which-node';

export const projectRules: readonly Rule[] = [
  contradiction,
  malformed,
  notFound,
  unknownKey,
  whichApp,
  whichNode,
];
