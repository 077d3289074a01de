import type { Placement } from '../../languages/nginx/configuration';
import { enclosing, inEffect, isKnown, written } from '../../languages/nginx/effective';
import { insertAfter } from '../edits';
import type { Rule } from '../rule';
import { nameOf, offered, textOf, valuesOf } from './support';

/** Any of them decides who may look. */
const guards = ['allow', 'deny', 'auth_basic', 'auth_request', 'auth_jwt', 'internal', 'satisfy'];

/** nginx's own figures for everybody. */
export const statusExposed: Rule = {
  meta: {
    id: 'nginx/status-exposed',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      open: 'Everybody who reaches this server can read how busy nginx is. Let only those in who need it, by allow and deny.',
    },
  },
  directives: ['stub_status'],
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    if (configuration.kind !== 'main') return;
    const { path, parent, directive } = placement;
    const server = enclosing(parent, 'server');
    if (!parent || !server || !isKnown(parent) || !isPublic(server) || isGuarded(parent)) return;
    context.report({
      path,
      span: directive.span,
      message: 'open',
      fixes: [
        offered(
          'Let only this machine in',
          path,
          insertAfter(textOf(path, model), directive.span, ['allow 127.0.0.1;', 'allow ::1;', 'deny all;']),
        ),
      ],
    });
  },
};

function isGuarded(level: Placement): boolean {
  if (guards.some((name) => inEffect(level, name))) return true;
  for (let at: Placement | undefined = level; at; at = at.parent) {
    if (at.children.some((child) => /^(?:if|access_by_lua.*)$/.test(nameOf(child)))) return true;
  }
  return false;
}

/** Whether it listens where a browser looks first; another port may be closed to the world. Without `listen` it is port 80. */
function isPublic(server: Placement): boolean {
  const listens = written(server, 'listen');
  return (
    listens.length === 0 ||
    listens.some((listen) => /^(?:(?:\*|0\.0\.0\.0|\[::\]):)?(?:80|443)$/.test(valuesOf(listen)[0] ?? ''))
  );
}
