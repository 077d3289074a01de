import type { Rule } from '../define';
import { channelRules } from './channel';
import { cloudRules } from './cloud';
import { clusterRules } from './cluster';
import { connectorRules } from './connector';
import { schemaRules } from './schema';
import { webRules } from './web';
import { workerRules } from './workers';

export const tomcatRules: readonly Rule[] = [
  ...schemaRules,
  ...clusterRules,
  ...channelRules,
  ...cloudRules,
  ...connectorRules,
  ...webRules,
  ...workerRules,
];
