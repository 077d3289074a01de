import { t } from '@vscode/l10n';
import { moveElement } from '../../../languages/xml/edit';
import { rule } from '../../define';
import { fixIn, valueSpanOf } from '../../support/tomcat';
import { insertBefore } from '../../support/edits';
import { inChannel, INTERCEPTORS, saysAll } from './channel';

/** What StaticMembershipInterceptor.start looks for above itself, in the order in which they belong. */
const CHECKS = ['TcpPingInterceptor', 'TcpFailureDetector'];

export const staticOrder = rule({
  meta: {
    id: 'tomcat/membership-interceptor-order',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      after:
        '{names} must come before StaticMembershipInterceptor. Tomcat logs a warning: the health check of static members does not work properly, so a node that fails is not noticed as it should be. Move StaticMembershipInterceptor down.',
      missing:
        'StaticMembershipInterceptor needs {names} before it. Tomcat logs a warning: the health check of static members does not work properly, so a node that fails is not noticed as it should be. Add what is missing.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const self = inChannel(component, file);
    if (self?.name !== 'StaticMembershipInterceptor') return;
    const { channel, before, after } = self;
    const lacking = CHECKS.filter((name) => !before.some((one) => one.name === name));
    const late = lacking.filter((name) => after.some((one) => one.name === name));
    const missing = lacking.filter((name) => !late.includes(name));
    const span = valueSpanOf(component, 'className');
    const { path, document } = file;
    // Any class of somebody else may be a subclass of what is looked for.
    const isKnown = saysAll(channel, file) && before.every(({ name }) => name !== undefined);
    const last = after.findLast(({ name }) => name !== undefined && late.includes(name));
    if (last) {
      const edits = moveElement(document, component.element, { after: last.component.element });
      report({
        path,
        span,
        message: 'after',
        data: { names: listed(late) },
        fixes: [
          fixIn(
            file,
            t('Move StaticMembershipInterceptor behind {name}', { name: last.name ?? '' }),
            isKnown && missing.length === 0,
            edits,
          ),
        ],
      });
    }
    if (missing.length > 0 && isKnown) {
      // A ping is sent by what stands above the detector (TcpPingInterceptor.start).
      const detector = before.find(({ name }) => name === 'TcpFailureDetector')?.component ?? component;
      const markup = missing.map((name) => `<Interceptor className="${INTERCEPTORS}${name}"/>`);
      const edits = markup.map((one) => insertBefore(document.text, detector.element.span, one));
      report({
        path,
        span,
        message: 'missing',
        data: { names: listed(missing) },
        fixes: [fixIn(file, t('Add {names}', { names: listed(missing) }), false, edits)],
      });
    }
  },
});

function listed([one = '', other]: readonly string[]): string {
  return other === undefined ? one : t('{one} and {other}', { one, other });
}
