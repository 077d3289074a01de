import type { Rule } from '../../define';

export const webRules: readonly Rule[] = [];
