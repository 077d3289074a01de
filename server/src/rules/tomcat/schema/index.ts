import type { Rule } from '../../define';
import { malformedXml } from './malformed-xml';

/** What Tomcat's own reading of a file refuses or ignores. */
export const schemaRules: readonly Rule[] = [malformedXml];
