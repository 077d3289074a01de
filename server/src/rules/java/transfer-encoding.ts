import { t } from '@vscode/l10n';
import type { App, ClusterModel, Link } from '../../cluster/model';
import { isInside } from '../../languages/text/paths';
import type { Span, TextEdit } from '../../languages/text/span';
import { type Fix, rule } from '../define';
import { isTestSource } from './support';

/** org.apache.coyote.http11.Http11Processor.prepareResponse adds a header of its own, and looks at none that is there. */
export const transferEncoding = rule({
  meta: {
    id: 'java/transfer-encoding',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      behindNginx:
        'Tomcat decides on Transfer-Encoding itself, so this header stands there twice or over a body that is not chunked: nginx answers 502 or drops the connection. Remove the line.',
      alone:
        'Tomcat decides on Transfer-Encoding itself, so this header stands there twice or over a body that is not chunked: nginx and other proxies answer 502 or drop the connection. Remove the line.',
    },
  },
  transferEncoding({ span, statement }, context) {
    const { path, document, model } = context;
    const isShipped = model.shipped.some((root) => isInside(path, root));
    if (isShipped || isTestSource(path)) return;
    const link = linkTo(model.appOf(path), model);
    const said = {
      path,
      span,
      related: link
        ? [
            {
              path: link.upstream.placement.path,
              span: link.upstream.placement.directive.span,
              message: t('nginx leads to {node} here', { node: link.node.name }),
            },
          ]
        : [],
      fixes: statement ? [remove(path, document.text, statement)] : [],
    };
    if (link) context.report({ ...said, severity: 'error', message: 'behindNginx' });
    else context.report({ ...said, message: 'alone' });
  },
});

/** A way from nginx to the app, or to any Tomcat where the source is of no app that is known. */
function linkTo(app: App | undefined, { clusters }: ClusterModel): Link | undefined {
  const groups = clusters.flatMap((one) => one.groups);
  return groups.filter((group) => !app || group.apps.includes(app)).find(({ links }) => links.length > 0)
    ?.links[0];
}

/** Takes a statement away, with its line where nothing else stands on it. */
function remove(path: string, text: string, statement: Span): Fix {
  const before = /(?:^|\r\n|\n|\r)[ \t]*$/.exec(text.slice(0, statement.start));
  const isLine = before !== null && /^[ \t]*(?:\r|\n|$)/.test(text.slice(statement.end));
  const start = isLine ? before.index : statement.start;
  const end = isLine
    ? statement.end + (/^[ \t]*/.exec(text.slice(statement.end))?.[0].length ?? 0)
    : statement.end;
  const edit: TextEdit = { span: { start, end }, text: '' };
  return { title: t('Remove the header'), safe: true, edits: new Map([[path, [edit]]]) };
}
