import type { Rule } from '../../define';
import { distributableRules } from './distributable';
import { strayText } from './stray-text';

export const webRules: readonly Rule[] = [...distributableRules, strayText];
