import { t } from '@vscode/l10n';
import { enclosing, isKnown } from '../../languages/nginx/effective';
import { insertAfter } from '../support/edits';
import { rule } from '../define';
import { isGuarded, isPublic } from '../support/reach';
import { offered } from '../support/nginx';

/** Where a browser looks first; another port may be closed to the world. */
const USUAL_PORTS = [80, 443];

/** nginx's own figures for everybody. */
export const statusExposed = rule({
  meta: {
    id: 'nginx/status-exposed',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      open: 'Anyone who reaches this server can see how busy nginx is. Restrict access with allow and deny.',
    },
  },
  directives: ['stub_status'],
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    if (configuration.kind !== 'main') return;
    const { path, parent, directive } = placement;
    const server = enclosing(parent, 'server');
    if (
      !parent ||
      !server ||
      !isKnown(parent) ||
      !isPublic(server, configuration, model, USUAL_PORTS) ||
      isGuarded(parent)
    )
      return;
    context.report({
      path,
      span: directive.span,
      message: 'open',
      fixes: [
        offered(
          t('Allow only this machine'),
          path,
          insertAfter(model.textOf(path), directive.span, ['allow 127.0.0.1;', 'allow ::1;', 'deny all;']),
        ),
      ],
    });
  },
});
