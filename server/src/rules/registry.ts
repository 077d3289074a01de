import { underscoreUpstreamHost } from './nginx/underscore-upstream-host';
import type { Rule } from './rule';

/** All rules, in the order of their ids. */
export const rules: readonly Rule[] = [underscoreUpstreamHost];
