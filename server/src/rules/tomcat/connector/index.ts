import type { Rule } from '../../define';
import { ajpRules } from './ajp';
import { nameRules } from './names';
import { portTwice } from './ports';
import { protocolRemoved } from './protocol';
import { schemeRules } from './scheme';
import { tlsNoConfig } from './tls';
import { tlsOldAttributes } from './tls-old-attributes';

export const connectorRules: readonly Rule[] = [
  ...ajpRules,
  protocolRemoved,
  tlsNoConfig,
  tlsOldAttributes,
  ...schemeRules,
  portTwice,
  ...nameRules,
];
