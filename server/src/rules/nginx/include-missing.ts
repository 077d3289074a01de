import { t } from '@vscode/l10n';
import { isShipped } from '../../cluster/includes';
import { folderOf, isAbsolute, isInside } from '../../languages/text/paths';
import { suggest } from '../../languages/text/suggest';
import type { Placement } from '../../languages/nginx/configuration';
import type { ClusterModel } from '../../cluster/model';
import { rule, type Fix } from '../define';

/** A file that a plain `include` names and that is not there: `ngx_conf_include` in src/core/ngx_conf_file.c. */
export const includeMissing = rule({
  meta: {
    id: 'nginx/include-missing',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'unsafe',
    messages: {
      missing:
        'There is no file "{path}", so nginx does not start. Correct the path, which is relative to the folder of the main file, or add the file. nginx says: open() "{full}" failed (2: No such file or directory)',
    },
  },
  directives: ['include'],
  nginxPlacement(placement, context) {
    const { configuration, model } = context;
    const { missing, directive, path } = placement;
    const [word] = directive.args;
    if (missing === undefined || !word || configuration.kind !== 'main' || configuration.isTemplate) return;
    if (directive.args.length > 1 || placement.context === 'unknown') return;
    const { value } = word;
    if (isShipped(value) || /[$`{<]/.test(value)) return;
    if (!isInside(missing, model.root) || (isAbsolute(value) && !isInside(value, model.root))) return;
    if (model.absent && !model.absent.has(missing)) return;
    if (hasVariant(missing, model)) return;
    context.report({
      path,
      span: word.span,
      message: 'missing',
      // Where the main file lies when nginx reads it is not known.
      data: { path: value, full: isAbsolute(value) ? value : `…/${value}` },
      fixes: nearBy(missing, value, model).map((other) => rewriting(placement, word.span, other)),
    });
  },
});

const rewriting = ({ path }: Placement, span: { start: number; end: number }, text: string): Fix => ({
  title: t('Write {text}', { text }),
  safe: false,
  edits: new Map([[path, [{ span, text }]]]),
});

/** Whether files for several places wait to be put there: `prod.proxy.conf` beside a `proxy.conf` that is missing. */
function hasVariant(missing: string, { files }: ClusterModel): boolean {
  const folder = folderOf(missing);
  const name = missing.slice(folder.length + 1);
  return [...files.keys()].some((path) => {
    const other = path.slice(folder.length + 1);
    return (
      folderOf(path) === folder &&
      (['.', '-', '_'].some((mark) => other.endsWith(mark + name)) || other.startsWith(`${name}.`))
    );
  });
}

/** Files of the same folder whose names come near, written as the include writes them. */
function nearBy(missing: string, value: string, { files }: ClusterModel): readonly string[] {
  const folder = folderOf(missing);
  const names: string[] = [];
  for (const { kind, path } of files.values()) {
    if (kind === 'nginx' && folderOf(path) === folder) names.push(path.slice(folder.length + 1));
  }
  const written = value.slice(0, value.lastIndexOf('/') + 1);
  return suggest(missing.slice(folder.length + 1), names).map((name) => written + name);
}
