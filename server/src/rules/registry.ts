import { clusterRules } from './cluster';
import type { Rule } from './define';
import { javaRules } from './java';
import { nginxRules } from './nginx';
import { projectRules } from './project';
import { tomcatRules } from './tomcat';

/** All rules, in the order of their ids. */
export const rules: readonly Rule[] = [
  ...clusterRules,
  ...javaRules,
  ...nginxRules,
  ...projectRules,
  ...tomcatRules,
].toSorted((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
