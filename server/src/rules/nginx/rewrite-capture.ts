import { hasPlaceholder } from '../../languages/text/placeholders';
import { groupsOf } from '../../languages/nginx/check/regex';
import { rule, type Words } from '../define';
import { variablesIn } from '../../languages/nginx/variables';
import { headOf } from '../support/nginx';

const messages = {
  none: '{capture} is always empty here: the expression of this rewrite has no group, and groups of a surrounding location or if do not count. Add parentheses to this expression.',
  fewer:
    '{capture} is always empty here: the expression of this rewrite has {groups} groups, and groups of a surrounding location or if do not count.',
  one: '{capture} is always empty here: the expression of this rewrite has one group, and groups of a surrounding location or if do not count.',
} as const;

/**
 * A group that the replacement of `rewrite` names and its expression does not make. Each match sets all groups anew
 * (ngx_http_regex_exec in src/http/ngx_http_variables.c), so that those of a location or an `if` around it are gone.
 */
export const rewriteCapture = rule({
  meta: {
    id: 'nginx/rewrite-capture',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages,
  },
  directives: ['rewrite'],
  nginxPlacement({ directive, path, context: place }, context) {
    const [pattern, replacement] = directive.args;
    if (place === 'unknown' || !pattern || !replacement || hasPlaceholder(pattern.value)) return;
    const groups = groupsOf(pattern.value);
    if (groups === undefined) return;
    const captures = [...variablesIn(replacement.value)].filter(({ isCapture }) => isCapture);
    const missing = captures.map(({ name }) => Number(name)).find((capture) => capture > groups);
    if (missing === undefined) return;
    context.report({
      path,
      span: { start: headOf(directive).start, end: replacement.span.end },
      ...wordsOf(`$${missing}`, groups),
    });
  },
});

function wordsOf(capture: string, groups: number): Words<typeof messages> {
  if (groups === 0) return { message: 'none', data: { capture } };
  return groups === 1
    ? { message: 'one', data: { capture } }
    : { message: 'fewer', data: { capture, groups } };
}
