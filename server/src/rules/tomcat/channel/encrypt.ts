import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { type Component, uncapitalized } from '../../../languages/tomcat/components';
import { attributeOf, valueOf } from '../../../languages/tomcat/values';
import { moveElement } from '../../../languages/xml/edit';
import { type Rule, rule } from '../../define';
import { fixIn, valueSpanOf } from '../../support/tomcat';
import { channelOf, interceptorsOf, SENDER, starts } from './channel';

const isEncrypt = (component: Component, channel: Component, file: TomcatFile): boolean =>
  interceptorsOf(channel, file).some(
    (one) => one.component === component && one.name === 'EncryptInterceptor',
  );

/** EncryptInterceptor.validateChannelChain: what TcpFailureDetector sends to try a member would not be encrypted. */
const order = rule({
  meta: {
    id: 'tomcat/encrypt-order',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      after:
        'EncryptInterceptor comes after TcpFailureDetector, so the cluster cannot start and Tomcat exits. Move EncryptInterceptor before it.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const channel = channelOf(component, file);
    if (!channel || !isEncrypt(component, channel, file)) return;
    const all = interceptorsOf(channel, file);
    const detector = all.find(({ name }) => name === 'TcpFailureDetector')?.component;
    const place = all.findIndex((one) => one.component === component);
    if (!detector || all.findIndex((one) => one.component === detector) > place) return;
    const edits = moveElement(file.document, component.element, { before: detector.element });
    report({
      path: file.path,
      span: valueSpanOf(component, 'className'),
      message: 'after',
      related: [
        { path: file.path, span: valueSpanOf(detector, 'className'), message: t('the failure detector') },
      ],
      fixes: [fixIn(file, t('Move EncryptInterceptor before TcpFailureDetector'), file.isWhole, edits)],
    });
  },
});

/** Two setters for one key: the one that is written last counts. */
const KEYS = ['encryptionKey', 'encryptionKeyString'];

/** What is written as key: undefined where that is nothing, or not known. */
function keyOf(
  component: Component,
  channel: Component,
  file: TomcatFile,
): { readonly name: string; readonly text: string } | 'none' | undefined {
  if (!isEncrypt(component, channel, file)) return undefined;
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
    const channel = channelOf(component, file);
    const found = channel && keyOf(component, channel, file);
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
    const channel = channelOf(component, file);
    const found = channel && keyOf(component, channel, file);
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
    const channel = channelOf(component, file);
    const found = channel && keyOf(component, channel, file);
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

export const encryptRules: readonly Rule[] = [order, key, keyLength, plainKey];
