import type { Rule } from '../define';
import { javaxOnJakarta } from './javax-on-jakarta';
import { mutatedWithoutSet } from './mutated-without-set';
import { serialVersionUid } from './serial-version-uid';
import { sessionAttributeDeep } from './session-attribute-deep';
import { sessionAttributeNotSerializable } from './session-attribute-not-serializable';
import { sessionScopedBean } from './session-scoped-bean';
import { transferEncoding } from './transfer-encoding';

export const javaRules: readonly Rule[] = [
  javaxOnJakarta,
  mutatedWithoutSet,
  serialVersionUid,
  sessionAttributeDeep,
  sessionAttributeNotSerializable,
  sessionScopedBean,
  transferEncoding,
];
