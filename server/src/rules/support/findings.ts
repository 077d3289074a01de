import type { ClusterModel } from '../../cluster/model';
import { nginxDocument } from '../../cluster/stock';
import { type Finding, type Findings, findingsOf } from '../../languages/nginx/check';
import type { Form } from '../../languages/nginx/check/forms';
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

const spoken: Readonly<Partial<Record<NginxContext, string>>> = {
  main: 'at the top level',
  'if in server': 'in "if" in "server"',
  'if in location': 'in "if" in "location"',
  'stream server': 'in "server" of "stream"',
  'stream upstream': 'in "upstream" of "stream"',
  'mail server': 'in "server" of "mail"',
};

/** `in "location"` */
export const inContext = (context: NginxContext): string => spoken[context] ?? `in "${context}"`;

/** `in "http" or in "server"`, each once. */
export function contextsOf(forms: readonly Form[]): string {
  const names = new Set(
    forms.flatMap(({ entry }) =>
      entry.in.map((context) => (context === 'any' ? 'anywhere' : inContext(context))),
    ),
  );
  const all = [...names];
  const last = all.pop() ?? '';
  return all.length > 0 ? `${all.join(', ')} or ${last}` : last;
}

/** How a directive is written, by the reference; else by its number of arguments. */
export function syntaxOf({ entry }: Form): string {
  const { name, syntax } = entry;
  if (!syntax || syntax.length === 0) return '';
  return `It is written: ${syntax.map((one) => `${name} ${one}`.trim()).join('; or ')}.`;
}

const plural = (count: number): string => `${count} argument${count === 1 ? '' : 's'}`;

/** `exactly 1 argument`, `1 or 2 arguments`, `at least 2 arguments`. */
export function countsOf({ entry: { args, block } }: Form): string {
  if (args === 'flag' || args === '1') return 'exactly 1 argument';
  if (args === '0') return block ? 'no argument before its "{"' : 'no argument';
  if (args.endsWith('+')) return `at least ${plural(Number.parseInt(args, 10))}`;
  const counts = args.split(',');
  const last = counts.pop() ?? '';
  return counts.length > 0 ? `${counts.join(', ')} or ${last} arguments` : plural(Number(last));
}
