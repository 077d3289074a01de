import type { Rule } from '../../define';
import { classRules } from './classes';
import { elementRules } from './elements';
import { malformedXml } from './malformed-xml';
import { attributeMissing } from './required';
import { badValue } from './setters';
import { valueRules } from './values';

/** What Tomcat's own reading of a file refuses or ignores. */
export const schemaRules: readonly Rule[] = [
  malformedXml,
  ...classRules,
  ...elementRules,
  ...valueRules,
  attributeMissing,
  badValue,
];
