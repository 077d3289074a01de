import { affinity } from './cluster/affinity';
import { clusterMissing } from './cluster/cluster-missing';
import { distributableMissing } from './cluster/distributable-missing';
import { sessionAttributeNotSerializable } from './java/session-attribute-not-serializable';
import { argumentCount } from './nginx/arguments';
import { block as nginxBlock } from './nginx/block';
import { duplicate as nginxDuplicate } from './nginx/duplicate';
import { includeMissing } from './nginx/include-missing';
import { invalidValue } from './nginx/invalid-value';
import { missingSemicolon } from './nginx/missing-semicolon';
import { notAllowedHere } from './nginx/not-allowed-here';
import { syntax } from './nginx/syntax';
import { underscoreUpstreamHost } from './nginx/underscore-upstream-host';
import { unknownDirective } from './nginx/unknown-directive';
import { version as nginxVersion } from './nginx/version';
import type { Rule } from './rule';

/** All rules, in the order of their ids. */
export const rules: readonly Rule[] = [
  affinity,
  clusterMissing,
  distributableMissing,
  sessionAttributeNotSerializable,
  argumentCount,
  nginxBlock,
  nginxDuplicate,
  includeMissing,
  invalidValue,
  missingSemicolon,
  notAllowedHere,
  syntax,
  underscoreUpstreamHost,
  unknownDirective,
  nginxVersion,
];
