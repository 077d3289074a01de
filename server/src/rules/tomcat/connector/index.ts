import type { Rule } from '../../define';
import { ajpRules } from './ajp';

export const connectorRules: readonly Rule[] = [...ajpRules];
