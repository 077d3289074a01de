import { t } from '@vscode/l10n';
import type { Directive } from '../../languages/nginx/tree';
import { rule, type Fix } from '../define';
import { findingsIn, placeOf } from '../support/findings';

/** A block where `;` has to stand, or the reverse: `ngx_conf_handler` in src/core/ngx_conf_file.c. */
export const block = rule({
  meta: {
    id: 'nginx/block',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'safe',
    messages: {
      wanted:
        '"{name}" needs a block but ends with ";", so nginx does not start. Write "{" and "}" instead. nginx says: {says}',
      unwanted:
        '"{name}" does not take a block, so nginx does not start. End it with ";". nginx says: {says}',
    },
  },
  nginxConfiguration(configuration, context) {
    for (const finding of findingsIn(configuration, context.model).of('block')) {
      const { wanted, placement } = finding;
      const name = finding.word.value;
      context.report({
        ...placeOf(finding),
        message: wanted ? 'wanted' : 'unwanted',
        data: {
          name,
          says: wanted
            ? `directive "${name}" has no opening "{"`
            : `directive "${name}" is not terminated by ";"`,
        },
        fixes: wanted ? [] : emptyBlock(placement.directive, placement.path),
      });
    }
  },
});

/** An empty block surely was meant for nothing; one that holds something has to be looked at. */
function emptyBlock({ args, name, block: own }: Directive, path: string): readonly Fix[] {
  if (!own?.close || own.directives.length > 0 || own.lua) return [];
  const { end } = args.at(-1)?.span ?? name.span;
  return [
    {
      title: t('Replace the block with ;'),
      safe: true,
      edits: new Map([[path, [{ span: { start: end, end: own.close.end }, text: ';' }]]]),
    },
  ];
}
