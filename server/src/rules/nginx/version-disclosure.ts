import { t } from '@vscode/l10n';
import { rule } from '../define';
import { offered } from '../support/nginx';

/** `server_tokens` that somebody has set to tell. Nothing is said of the default. */
export const versionDisclosure = rule({
  meta: {
    id: 'nginx/version-disclosure',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      told: 'Every response reveals the version of nginx, which helps attackers find servers with known vulnerabilities. Set it to off.',
    },
  },
  directives: ['server_tokens'],
  nginxPlacement(placement, context) {
    const [word] = placement.directive.args;
    const value = word?.value.toLowerCase();
    if (!word || (value !== 'on' && value !== 'build')) return;
    context.report({
      path: placement.path,
      span: word.span,
      message: 'told',
      fixes: [offered(t('Set server_tokens to off'), placement.path, { span: word.span, text: 'off' })],
    });
  },
});
