import type { Rule } from '../../define';
import { cloudRules } from './cloud';
import { domain } from './domain';
import { encryptAlgorithm } from './encrypt-algorithm';
import { encryptKeyRules } from './encrypt-key';
import { encryptOrder } from './encrypt-order';
import { interceptorMissing } from './interceptor-missing';
import { interceptorRules } from './interceptors';
import { membershipRules } from './membership';
import { oldNames } from './old-names';
import { receiverRange } from './receiver-range';
import { staticMembershipRules } from './static-membership';
import { staticOrder } from './static-order';

export const channelRules: readonly Rule[] = [
  encryptOrder,
  ...encryptKeyRules,
  encryptAlgorithm,
  ...membershipRules,
  ...staticMembershipRules,
  staticOrder,
  domain,
  ...interceptorRules,
  interceptorMissing,
  receiverRange,
  oldNames,
  ...cloudRules,
];
