import type { TomcatFile } from '../../../cluster/model';
import { isBefore, lineOf } from '../../../languages/text/versions';
import { valueOf } from '../../../languages/tomcat/values';
import { rule, type Words } from '../../define';
import { replaceFix, valueSpanOf } from '../../support/tomcat';
import { inChannel, SENDER, starts } from './channel';

/** Modes that no release takes, beside those of CFB and OFB that name a block size. */
const REFUSED = new Set(['NONE', 'ECB', 'PCBC', 'CTS', 'KW', 'KWP', 'CTR']);

/** From here on EncryptInterceptor.createEncryptionManager judges padding too, and warns of what is not GCM. */
const STRICTER: Readonly<Record<string, string>> = { '9.0': '9.0.116', '10.1': '10.1.53', '11.0': '11.0.19' };

function isStricter({ version }: TomcatFile): boolean {
  const since = STRICTER[(version && lineOf(version)) ?? ''];
  return since !== undefined && isBefore(version, since) === false;
}

const GCM = 'AES/GCM/NoPadding';

const messages = {
  refused:
    'EncryptInterceptor does not support {algorithm}, so the cluster cannot start and Tomcat exits. Use {better} on every node.',
  unpadded:
    'CBC without padding encrypts only messages whose length is a multiple of the block size: this Tomcat does not start, or cannot send most messages, depending on its release. Use {better} on every node.',
  incomplete:
    '"{algorithm}" lacks the mode or the padding, so Tomcat ignores it, logs a warning, and uses its default. Use {better} on every node.',
  weak: 'With {algorithm}, a changed message is not noticed, and Tomcat logs a warning. Use {better}, on all nodes at the same time.',
} as const;

export const encryptAlgorithm = rule({
  meta: {
    id: 'tomcat/encrypt-algorithm',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages,
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const self = inChannel(component, file);
    const value = valueOf(component, 'encryptionAlgorithm', file.properties);
    if (self?.name !== 'EncryptInterceptor' || !value || value === 'unknown') return;
    const found = judge(value.text, file);
    if (!found || (found.message !== 'incomplete' && starts(self.channel, SENDER, file) !== true)) return;
    const span = valueSpanOf(component, 'encryptionAlgorithm');
    const isFatal = found.message === 'refused' || found.message === 'unpadded';
    report({
      path: file.path,
      span,
      ...found,
      ...(isFatal ? { severity: 'error' } : {}),
      fixes: [replaceFix(file, span, GCM, false)],
    });
  },
});

function judge(algorithm: string, file: TomcatFile): Words<typeof messages> | undefined {
  const data = { algorithm, better: GCM };
  const refused = { message: 'refused', data } as const;
  const [, mode, ...rest] = algorithm.toUpperCase().split('/');
  if (mode === undefined || rest.length === 0) return { message: 'incomplete', data };
  const padding = rest.join('/');
  const isUnpadded = padding === 'NOPADDING';
  if (REFUSED.has(mode) || /^(?:CFB|OFB)./.test(mode)) return refused;
  if (mode === 'GCM' && padding === 'PKCS5PADDING') return refused;
  if (mode === 'CBC' && isUnpadded && !isStricter(file)) return { message: 'unpadded', data };
  if (!isStricter(file) || !['CBC', 'CFB', 'OFB'].includes(mode)) return undefined;
  if (isUnpadded) return refused;
  return padding === 'PKCS5PADDING' ? { message: 'weak', data } : undefined;
}
