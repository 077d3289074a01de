import { t } from '@vscode/l10n';
import { rule } from '../define';
import { countsOf, findingsIn, placeOf, syntaxOf } from '../support/findings';

/** A wrong number of arguments: `ngx_conf_handler` in src/core/ngx_conf_file.c. */
export const argumentCount = rule({
  meta: {
    id: 'nginx/arguments',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'none',
    messages: {
      count:
        '"{name}" takes {wanted} but has {count} here, so nginx does not start. {syntax} nginx says: {says}',
    },
  },
  nginxConfiguration(configuration, context) {
    for (const finding of findingsIn(configuration, context.model).of('arguments')) {
      const [form] = finding.forms;
      const name = finding.word.value;
      if (!form) continue;
      context.report({
        ...placeOf(finding),
        message: 'count',
        data: {
          name,
          wanted: countsOf(form),
          count: finding.placement.directive.args.length,
          syntax: syntaxOf(form) ?? t('Correct it.'),
          says: `invalid number of arguments in "${name}" directive`,
        },
      });
    }
  },
});
