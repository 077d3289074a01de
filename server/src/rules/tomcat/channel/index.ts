import type { Rule } from '../../define';
import { encryptRules } from './encrypt';
import { encryptAlgorithm } from './encrypt-algorithm';

export const channelRules: readonly Rule[] = [...encryptRules, encryptAlgorithm];
