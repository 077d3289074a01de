import type { Rule } from '../../define';

export const connectorRules: readonly Rule[] = [];
