import type { Rule } from '../../define';
import { contextDocbase } from './context-docbase';
import { contextPathIgnored } from './context-path-ignored';
import { distributableRules } from './distributable';
import { sameSite } from './same-site';
import { storeNotJakarta } from './store-not-jakarta';
import { strayText } from './stray-text';
import { userRules } from './users';

export const webRules: readonly Rule[] = [
  contextDocbase,
  contextPathIgnored,
  ...distributableRules,
  sameSite,
  storeNotJakarta,
  strayText,
  ...userRules,
];
