import type { Rule } from '../define';
import { sessionAttributeDeep } from './session-attribute-deep';
import { sessionAttributeNotSerializable } from './session-attribute-not-serializable';
import { sessionScopedBean } from './session-scoped-bean';

export const javaRules: readonly Rule[] = [
  sessionAttributeDeep,
  sessionAttributeNotSerializable,
  sessionScopedBean,
];
