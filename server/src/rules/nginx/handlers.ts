import { type Family, problemsOf } from '../../languages/nginx/semantics';
import { type Rule, rule, type Severity } from '../define';
import { findingsIn } from '../support/findings';

/** What nginx's own handlers refuse: each family of their checks is a rule. nginx starts all the same where it only warns. */
const families: Readonly<Record<Family, Severity>> = {
  'balancing-method': 'error',
  'buffer-sizes': 'error',
  'duplicate-default-server': 'error',
  'duplicate-listen': 'error',
  'duplicate-location': 'error',
  'duplicate-server-name': 'warning',
  'duplicate-upstream': 'error',
  'duplicate-zone': 'error',
  'events-missing': 'error',
  if: 'error',
  incompatible: 'error',
  'invalid-regex': 'error',
  'limit-zone': 'error',
  listen: 'error',
  location: 'error',
  'log-format': 'error',
  'proxy-pass': 'error',
  return: 'error',
  rewrite: 'error',
  'ssl-certificate': 'error',
  'unknown-variable': 'error',
  'upstream-empty': 'error',
  'upstream-server': 'error',
  'variable-not-taken': 'error',
};

const isFamily = (name: string): name is Family => Object.hasOwn(families, name);

/** Their words, and ours before them. */
const handlerRule = (family: Family): Rule => {
  const severity = families[family];
  return rule({
    meta: {
      id: `nginx/${family}`,
      severity,
      refusedBy: severity === 'error' ? 'nginx' : 'none',
      fix: 'none',
      messages: { refused: '{told} nginx says: {says}' },
    },
    nginxConfiguration(configuration, context) {
      const problems = problemsOf(configuration, findingsIn(configuration, context.model)).get(family) ?? [];
      for (const { placement, word, told, says, related, isWarning } of problems) {
        context.report({
          path: placement.path,
          span: word.span,
          message: 'refused',
          data: { told, says },
          ...(isWarning && severity === 'error' && { severity: 'warning' }),
          related: related
            ? [
                {
                  path: related.placement.path,
                  span: related.placement.directive.name.span,
                  message: related.message,
                },
              ]
            : [],
        });
      }
    },
  });
};

export const handlerRules: readonly Rule[] = Object.keys(families).filter(isFamily).map(handlerRule);
