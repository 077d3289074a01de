import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { FORWARDED, meantHeader } from '../../languages/nginx/forwarded';
import { hasGap } from '../../languages/nginx/effective';
import { linesOf, sentValues } from '../../languages/nginx/headers';
import { rule } from '../define';
import { headersBeside } from '../support/proxies';

/** RemoteIpValve, RemoteIpFilter and frameworks read X-Forwarded-For, -Proto, -Port and -Host; what is almost one of them nobody reads. */
export const forwardedHeaderName = rule({
  meta: {
    id: 'nginx/forwarded-header-name',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      misspelt:
        "Nobody reads a header {name}; Tomcat's RemoteIpValve and frameworks read {right}, so the application does not learn {what}. Write {right}.",
    },
  },
  directives: ['proxy_set_header'],
  nginxPlacement(placement, context) {
    const [word] = placement.directive.args;
    const right = word && meantHeader(word.value);
    if (!word || right === undefined) return;
    const { configuration, model } = context;
    if (configuration.kind === 'main' ? !configuration.isWhole : configuration.all.some(hasGap)) return;
    // Both are sent on purpose, or one of them is left over.
    const lines = headersBeside(placement, configuration);
    if (linesOf(lines, right.toLowerCase()).length > 0) return;
    if (isReadSomewhere(word.value, model)) return;
    context.report({
      path: placement.path,
      span: word.span,
      message: 'misspelt',
      data: { name: word.value, right, what: whatIsTold(right) },
      fixes: [
        {
          title: t('Write {text}', { text: right }),
          safe: true,
          edits: new Map([[placement.path, [{ span: word.span, text: right }]]]),
        },
      ],
    });
  },
});

function whatIsTold(header: string): string {
  switch (header) {
    case 'X-Forwarded-For':
      return t('the address of the client');
    case 'X-Forwarded-Proto':
      return t('whether the browser uses https');
    case 'X-Forwarded-Port':
      return t('the port that the browser uses');
    default:
      return t('the name that the browser asked for');
  }
}

const counted = new WeakMap<ClusterModel, Map<string, boolean>>();

/** Whether a file says the name anywhere but in a line that sends it. */
function isReadSomewhere(name: string, model: ClusterModel): boolean {
  let known = counted.get(model);
  if (!known) counted.set(model, (known = new Map()));
  const key = name.toLowerCase();
  let isRead = known.get(key);
  if (isRead === undefined) {
    const said = new RegExp(key.replaceAll(/[-_]/g, '[-_]'), 'gi');
    const sent = new RegExp(String.raw`\b(?:proxy|grpc)_set_header\s+["']?${key}(?![\w-])`, 'gi');
    isRead = [...model.files.values()].some(({ language: { text } }) => {
      const uses = [...text.matchAll(said)].length;
      return uses > 0 && uses > [...text.matchAll(sent)].length;
    });
    known.set(key, isRead);
  }
  return isRead;
}

/** RemoteIpValve takes every X-Forwarded-Proto but `https` for http, and sets the port 80 with it. */
export const forwardedHeaderValue = rule({
  meta: {
    id: 'nginx/forwarded-header-value',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      proto:
        "{value} is no scheme, and Tomcat's RemoteIpValve takes everything but https for http on port 80: cookies without Secure, links to http. Send $scheme.",
      other: '{value} is not what {name} is for: whoever reads it believes something wrong. Send {right}.',
    },
  },
  directives: ['proxy_set_header'],
  nginxPlacement(placement, context) {
    const [name, value] = placement.directive.args;
    const header = name && FORWARDED.get(name.value.toLowerCase());
    if (!header || !value || !header.wrong.test(value.value.replace(/^\$\{(\w+)\}$/, '$$$1'))) return;
    if (placement.parent && hasGap(placement.parent)) return;
    const lines = headersBeside(placement, context.configuration);
    if (sentValues(lines, name.value.toLowerCase()).length > 1) return;
    const isProto = header.name === 'X-Forwarded-Proto';
    context.report({
      path: placement.path,
      span: value.span,
      ...(isProto
        ? { message: 'proto', data: { value: value.value } }
        : { message: 'other', data: { value: value.value, name: header.name, right: header.value } }),
      fixes: [
        {
          title: t('Send {value}', { value: header.value }),
          safe: isProto,
          edits: new Map([[placement.path, [{ span: value.span, text: header.value }]]]),
        },
      ],
    });
  },
});
