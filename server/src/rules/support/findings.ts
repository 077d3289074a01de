import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import { nginxDocument } from '../../cluster/stock';
import { type Finding, type Findings, findingsOf } from '../../languages/nginx/check';
import type { Form } from '../../languages/nginx/check/forms';
import { either } from '../../languages/text/suggest';
import type { NginxConfiguration } from '../../languages/nginx/configuration';
import type { NginxContext } from '../../languages/nginx/contexts';

/** What the rules about nginx's own checks of any directive have in common. */

export const findingsIn = (configuration: NginxConfiguration, model: ClusterModel): Findings =>
  findingsOf(configuration, (path) => nginxDocument(model, path));

/** Where a finding is to be shown. */
export const placeOf = ({
  placement,
  word,
}: Finding): { readonly path: string; readonly span: typeof word.span } => ({
  path: placement.path,
  span: word.span,
});

/** `in "location"` */
export function inContext(context: NginxContext): string {
  switch (context) {
    case 'main':
      return t('at the top level');
    case 'if in server':
      return t('in "{inner}" in "{outer}"', { inner: 'if', outer: 'server' });
    case 'if in location':
      return t('in "{inner}" in "{outer}"', { inner: 'if', outer: 'location' });
    case 'stream server':
      return t('in "{inner}" in "{outer}"', { inner: 'server', outer: 'stream' });
    case 'stream upstream':
      return t('in "{inner}" in "{outer}"', { inner: 'upstream', outer: 'stream' });
    case 'mail server':
      return t('in "{inner}" in "{outer}"', { inner: 'server', outer: 'mail' });
    default:
      return t('in "{context}"', { context });
  }
}

/** `in "http" or in "server"`, each once. */
export function contextsOf(forms: readonly Form[]): string {
  const names = forms.flatMap(({ entry }) =>
    entry.in.map((context) => (context === 'any' ? t('anywhere') : inContext(context))),
  );
  return either([...new Set(names)]);
}

/** How a directive is written, by the reference; undefined where that does not say it. */
export function syntaxOf({ entry }: Form): string | undefined {
  const { name, syntax } = entry;
  if (!syntax || syntax.length === 0) return undefined;
  return t('Write: {forms}.', { forms: either(syntax.map((one) => `${name} ${one}`.trim())) });
}

/** `exactly 1 argument`, `1 or 2 arguments`, `at least 2 arguments`. */
export function countsOf({ entry: { args, block } }: Form): string {
  if (args === 'flag' || args === '1') return t('exactly 1 argument');
  if (args === '0') return block ? t('no argument before its "{"') : t('no argument');
  if (!args.endsWith('+')) return t('{counts} arguments', { counts: either(args.split(',')) });
  const count = Number.parseInt(args, 10);
  return count === 1 ? t('at least 1 argument') : t('at least {count} arguments', { count });
}
