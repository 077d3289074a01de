import { t } from '@vscode/l10n';
import { moveElement } from '../../../languages/xml/edit';
import { rule } from '../../define';
import { fixIn, valueSpanOf } from '../../support/tomcat';
import { inChannel } from './channel';

/** EncryptInterceptor.validateChannelChain: what TcpFailureDetector sends to try a member would not be encrypted. */
export const encryptOrder = rule({
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
    const self = inChannel(component, file);
    const detector = self?.before.find(({ name }) => name === 'TcpFailureDetector')?.component;
    if (self?.name !== 'EncryptInterceptor' || !detector) return;
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
