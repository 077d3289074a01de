import { t } from '@vscode/l10n';
import { wholeLine } from '../../languages/nginx/layout';
import { rule, type Words } from '../define';
import { findingsIn, placeOf } from '../support/findings';

const messages = {
  again:
    '"{name}" may appear only once here, so nginx does not start. Keep one of the two. nginx says: {says}',
  excluded:
    '"{name}" and "{first}" exclude each other, so nginx does not start. Keep one of the two. nginx says: {says}',
  included:
    '"{name}" may appear only once, but this file is included twice in the same place, so nginx does not start. Include it once. nginx says: {says}',
} as const;

/** A directive that may stand once at a level: the setters that say "is duplicate". */
export const duplicate = rule({
  meta: {
    id: 'nginx/duplicate',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'unsafe',
    messages,
  },
  nginxConfiguration(configuration, context) {
    for (const finding of findingsIn(configuration, context.model).of('duplicate')) {
      const { placement, first, word } = finding;
      const { path, directive } = placement;
      const name = word.value;
      const earlier = first.directive.name.value;
      const same = first.directive === directive;
      const file = context.model.files.get(path);
      const text = file?.kind === 'nginx' ? file.document.text : '';
      context.report({
        ...placeOf(finding),
        ...wordsOf(name, earlier, same),
        ...(!same && {
          related: [{ path: first.path, span: first.directive.name.span, message: t('The first one') }],
        }),
        fixes:
          same || directive.block
            ? []
            : [
                {
                  title: t('Remove this {name}', { name }),
                  safe: false,
                  edits: new Map([[path, [{ span: wholeLine(text, directive.span), text: '' }]]]),
                },
              ],
      });
    }
  },
});

function wordsOf(name: string, first: string, same: boolean): Words<typeof messages> {
  const says = `"${name}" directive is duplicate`;
  if (same) return { message: 'included', data: { name, says } };
  return first === name
    ? { message: 'again', data: { name, says } }
    : {
        message: 'excluded',
        data: { name, first, says: `${says}, "${first}" directive was specified earlier` },
      };
}
