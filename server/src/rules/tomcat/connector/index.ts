import type { Rule } from '../../define';
import { ajpRules } from './ajp';
import { protocolRemoved } from './protocol';
import { tlsNoConfig } from './tls';
import { tlsOldAttributes } from './tls-old-attributes';

export const connectorRules: readonly Rule[] = [...ajpRules, protocolRemoved, tlsNoConfig, tlsOldAttributes];
