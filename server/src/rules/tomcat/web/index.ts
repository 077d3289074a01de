import type { Rule } from '../../define';
import { contextDocbase } from './context-docbase';
import { contextPathIgnored } from './context-path-ignored';
import { distributableRules } from './distributable';
import { webXmlPrefix } from './prefix';
import { sameSite } from './same-site';
import { storeNotJakarta } from './store-not-jakarta';
import { strayText } from './stray-text';
import { userRules } from './users';

export const webRules: readonly Rule[] = [
  contextDocbase,
  contextPathIgnored,
  webXmlPrefix,
  ...distributableRules,
  sameSite,
  storeNotJakarta,
  strayText,
  ...userRules,
];
