import type { Rule } from '../../define';
import { domain } from './domain';
import { encryptRules } from './encrypt';
import { encryptAlgorithm } from './encrypt-algorithm';
import { interceptorMissing } from './interceptor-missing';
import { interceptorRules } from './interceptors';
import { membershipRules } from './membership';
import { staticMembershipRules } from './static-membership';
import { staticOrder } from './static-order';

export const channelRules: readonly Rule[] = [
  ...encryptRules,
  encryptAlgorithm,
  ...membershipRules,
  ...staticMembershipRules,
  staticOrder,
  domain,
  ...interceptorRules,
  interceptorMissing,
];
