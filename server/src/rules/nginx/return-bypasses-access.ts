import { t } from '@vscode/l10n';
import { written } from '../../languages/nginx/effective';
import { rule } from '../define';
import { nameOf, valuesOf } from '../support/nginx';

/** Who may look is asked after `return` has answered: NGX_HTTP_REWRITE_PHASE comes before NGX_HTTP_ACCESS_PHASE. */
export const returnBypassesAccess = rule({
  meta: {
    id: 'nginx/return-bypasses-access',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      before:
        'return answers everyone, because nginx evaluates "{guard}" only after it. Serve the text from a file or an internal location instead.',
    },
  },
  directives: ['location'],
  nginxPlacement(placement, context) {
    const answer = written(placement, 'return').find((line) => isContent(valuesOf(line)));
    const guard = ['deny', 'auth_basic', 'auth_request']
      .flatMap((name) => written(placement, name))
      .find((line) => valuesOf(line)[0] !== 'off');
    if (!answer || !guard) return;
    context.report({
      path: answer.path,
      span: answer.directive.span,
      message: 'before',
      data: { guard: nameOf(guard) },
      related: [{ path: guard.path, span: guard.directive.span, message: t('is not evaluated') }],
    });
  },
});

/** An answer with something in it; a redirect or a refusal gives nothing away. */
const isContent = (values: readonly string[]): boolean =>
  /^2\d\d$/.test(values[0] ?? '') && values.length > 1;
