import { listed } from '../../languages/text/suggest';
import { rule } from '../define';
import { contextsOf, findingsIn, inContext, placeOf } from '../support/findings';

/** A directive outside of its contexts: `ngx_conf_handler` in src/core/ngx_conf_file.c. */
export const notAllowedHere = rule({
  meta: {
    id: 'nginx/not-allowed-here',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'none',
    messages: {
      misplaced:
        '"{name}" is not allowed {here}, so nginx does not start. Move it; it is allowed {contexts}. nginx says: {says}',
    },
  },
  nginxConfiguration(configuration, context) {
    for (const finding of findingsIn(configuration, context.model).of('not-allowed')) {
      const name = finding.word.value;
      context.report({
        ...placeOf(finding),
        message: 'misplaced',
        data: {
          name,
          here: inContext(finding.context),
          contexts: contextsOf(finding.forms),
          says: `${listed([name])} directive is not allowed here`,
        },
      });
    }
  },
});
