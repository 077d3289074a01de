import type { Rule } from '../../define';
import { hostName } from './host-name';
import { accessLogRules } from './access-log';
import { ajpRules } from './ajp';
import { nameRules } from './names';
import { portMissing, portTwice } from './ports';
import { protocolRemoved } from './protocol';
import { remoteIpRules } from './remote-ip';
import { absoluteContextRedirect } from './absolute-context-redirect';
import { remoteIpMissing } from './remote-ip-missing';
import { resourceRules } from './resources';
import { routeNotExpanded, routePropertyRemoved } from './route';
import { schemeRules } from './scheme';
import { tlsFileMissing } from './tls-file';
import { tlsMixed } from './tls-mixed';
import { tlsNoConfig } from './tls';
import { tlsOldAttributes } from './tls-old-attributes';

export const connectorRules: readonly Rule[] = [
  hostName,
  ...ajpRules,
  protocolRemoved,
  tlsNoConfig,
  tlsMixed,
  tlsFileMissing,
  tlsOldAttributes,
  ...schemeRules,
  portTwice,
  portMissing,
  ...nameRules,
  ...resourceRules,
  routeNotExpanded,
  routePropertyRemoved,
  ...remoteIpRules,
  remoteIpMissing,
  absoluteContextRedirect,
  ...accessLogRules,
];
