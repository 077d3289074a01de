import { type Family, problemsOf } from '../../languages/nginx/semantics';
import type { Rule, Severity } from '../rule';
import { findingsIn } from './core';

/** The rules that handlerRule has made. */
export const handlerRules = new WeakSet<Rule>();

/** A rule of what nginx's own handlers say: their words, and ours before them. */
export function handlerRule(family: Family, severity: Severity = 'error'): Rule {
  const rule: Rule = {
    meta: {
      id: `nginx/${family}`,
      severity,
      refusedBy: severity === 'error' ? 'nginx' : 'none',
      fix: 'none',
      messages: { refused: '{told} nginx says: {says}' },
    },
    nginxConfiguration(configuration, context) {
      const findings = findingsIn(configuration, context.model);
      const problems = problemsOf(configuration, findings).get(family) ?? [];
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
  };
  handlerRules.add(rule);
  return rule;
}
