import type { Rule } from '../define';
import { malformedXml } from './malformed-xml';

export const tomcatRules: readonly Rule[] = [malformedXml];
