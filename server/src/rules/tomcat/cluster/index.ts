import type { Rule } from '../../define';

export const clusterRules: readonly Rule[] = [];
