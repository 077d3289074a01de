import type { Rule } from '../../define';

export const channelRules: readonly Rule[] = [];
