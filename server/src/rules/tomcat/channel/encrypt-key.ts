import type { TomcatFile } from '../../../cluster/model';
import { type Component, uncapitalized } from '../../../languages/tomcat/components';
import { attributeOf, valueOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';
import { inChannel, SENDER, starts } from './channel';

/** Two setters for one key: the one that is written last counts. */
const KEYS = ['encryptionKey', 'encryptionKeyString'];

/** What is written as key: undefined where that is nothing, or not known. */
function keyOf(
  component: Component,
  file: TomcatFile,
): { readonly name: string; readonly text: string } | 'none' | undefined {
  if (inChannel(component, file)?.name !== 'EncryptInterceptor') return undefined;
  const names = component.element.attributes.map((one) => uncapitalized(one.name));
  const name = names.findLast((one) => KEYS.includes(one));
  if (name === undefined) return 'none';
  const value = valueOf(component, name, file.properties);
  // EncryptInterceptor.setEncryptionKey trims.
  return value === undefined || value === 'unknown' ? undefined : { name, text: value.text.trim() };
}

const isHex = (text: string): boolean => /^(?:[\dA-Fa-f]{2})+$/.test(text);

const key = rule({
  meta: {
    id: 'tomcat/encrypt-key',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      missing:
        'EncryptInterceptor has no encryptionKey, so the cluster cannot start and Tomcat exits. Set the same key on every node: 32 or 64 hexadecimal digits, such as "openssl rand -hex 32" prints.',
      empty:
        'The encryptionKey is empty, so the cluster cannot start and Tomcat exits. Set the same key on every node: 32 or 64 hexadecimal digits, such as "openssl rand -hex 32" prints.',
      odd: 'The encryptionKey has {count} hexadecimal digits, and two make a byte: Tomcat rejects the key, cannot start the cluster, and exits. Correct it on every node.',
      digits:
        'The encryptionKey is not hexadecimal, so Tomcat rejects it, cannot start the cluster, and exits. Write 32 or 64 of the digits 0-9 and a-f, such as "openssl rand -hex 32" prints, the same on every node.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const found = keyOf(component, file);
    const channel = inChannel(component, file)?.channel;
    if (!channel || !found || starts(channel, SENDER, file) !== true) return;
    const { path } = file;
    if (found === 'none') {
      report({ path, span: valueSpanOf(component, 'className'), message: 'missing' });
      return;
    }
    const span = valueSpanOf(component, found.name);
    const { text } = found;
    if (text === '') report({ path, span, message: 'empty' });
    else if (/[^\dA-Fa-f]/.test(text)) report({ path, span, message: 'digits' });
    else if (!isHex(text)) report({ path, span, message: 'odd', data: { count: text.length } });
  },
});

/** Lengths in bytes that javax.crypto takes for AES. */
const AES_KEYS = [16, 24, 32];

const keyLength = rule({
  meta: {
    id: 'tomcat/encrypt-key-length',
    severity: 'error',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      wrong:
        'The encryptionKey has {bytes} bytes, but AES needs 16, 24 or 32. Tomcat starts, then cannot encrypt any message ("Failed to encrypt message"), so no session is replicated. Write 32, 48 or 64 hexadecimal digits, the same on every node.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const found = keyOf(component, file);
    if (!found || found === 'none' || !isHex(found.text)) return;
    const algorithm = valueOf(component, 'encryptionAlgorithm', file.properties);
    if (algorithm === 'unknown' || (algorithm && !/^AES\//i.test(algorithm.text))) return;
    const bytes = found.text.length / 2;
    if (AES_KEYS.includes(bytes)) return;
    report({
      path: file.path,
      span: valueSpanOf(component, found.name),
      message: 'wrong',
      data: { bytes },
    });
  },
});

const plainKey = rule({
  meta: {
    id: 'tomcat/encrypt-plain-key',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      here: 'This key encrypts all that the nodes say to each other, and whoever can read this file or its history has it. Write encryptionKey="{property}" and set this property outside of version control, in catalina.properties or with -D.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const found = keyOf(component, file);
    if (!found || found === 'none' || !isHex(found.text)) return;
    // What a property stands for is elsewhere.
    const written = attributeOf(component, found.name)?.value ?? '';
    if (written.includes('${')) return;
    report({
      path: file.path,
      span: valueSpanOf(component, found.name),
      message: 'here',
      data: { property: '${cluster.key}' },
    });
  },
});

export const encryptKeyRules: readonly Rule[] = [key, keyLength, plainKey];
