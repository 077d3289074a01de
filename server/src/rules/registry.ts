import { clusterRules } from './cluster';
import type { Rule } from './define';
import { sessionAttributeNotSerializable } from './java/session-attribute-not-serializable';
import { nginxRules } from './nginx';
import { tomcatRules } from './tomcat';

/** All rules, in the order of their ids. */
export const rules: readonly Rule[] = [
  ...clusterRules,
  sessionAttributeNotSerializable,
  ...nginxRules,
  ...tomcatRules,
].toSorted((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
