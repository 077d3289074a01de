import type { Placement } from '../../languages/nginx/configuration';
import { enclosing, isKnown, written } from '../../languages/nginx/effective';
import { rule } from '../define';
import { hostVariable } from '../../languages/nginx/address';
import { locationName } from '../../languages/nginx/location';
import { variablesIn } from '../../languages/nginx/variables';
import { isGuarded, isPublic } from '../support/reach';
import { valuesOf } from '../support/nginx';

/** `proxy_pass` to whatever server the client names. */
export const ssrf = rule({
  meta: {
    id: 'nginx/ssrf',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      open: 'The client chooses the server that nginx contacts: {variable} comes from the request, so any address that nginx can reach can be read through it. Allow only known names, with a map.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    if (context.configuration.kind !== 'main') return;
    const { parent } = placement;
    const [word] = placement.directive.args;
    if (!word || !parent || placement.context.startsWith('stream')) return;
    const variable = wholeHost(word.value);
    if (variable === undefined || !isKnown(parent)) return;
    const server = enclosing(parent, 'server');
    if (!server || !isPublic(server, context.configuration, context.model) || isGuarded(parent)) return;
    if (!isChosen(variable, enclosing(parent, 'location')) || isOverwritten(variable, parent)) return;
    context.report({
      path: placement.path,
      span: word.span,
      message: 'open',
      data: { variable: `$${variable}` },
    });
  },
});

/** The variable that is the whole host of an address, or the whole address: what another variable adds may be a domain. */
function wholeHost(address: string): string | undefined {
  const { name, rest = '' } = hostVariable(address) ?? {};
  const behind = rest.replace(/^:\d+/, '');
  const { value: next } = variablesIn(behind).next();
  const isPath =
    behind === '' ||
    /^[/?]/.test(behind) ||
    (next?.start === 0 && /^(?:request_uri|uri|is_args)$/i.test(next.name));
  return isPath ? name : undefined;
}

/** Whether the client alone says what is in it: an argument, a cookie, a header, or a capture of anything at all. */
function isChosen(variable: string, location: Placement | undefined): boolean {
  if (/^(?:arg|cookie)_\w+$/i.test(variable)) return true;
  // Host is what a forward proxy goes by.
  if (/^http_\w+$/i.test(variable)) return variable.toLowerCase() !== 'http_host';
  const name = location && locationName(location.directive);
  if (!name || (name.modifier !== '~' && name.modifier !== '~*')) return false;
  const pattern = name.pattern.replaceAll(/\\./g, 'x');
  const groups = [
    ...pattern.matchAll(/\((?!\?(?:[:=!>]|<[=!]))(?:\?P?<(\w+)>|\?'(\w+)')?((?:\.|\[\^\/\])[*+]\??\))?/g),
  ];
  const named = groups.find(([, one, other]) => (one ?? other) === variable);
  const group = /^[1-9]$/.test(variable) ? groups[Number(variable) - 1] : named;
  return group?.[3] !== undefined;
}

/** Whether a `set`, or the pattern of a `rewrite`, gives the variable another value. */
function isOverwritten(variable: string, level: Placement): boolean {
  for (let at: Placement | undefined = level; at; at = at.parent) {
    if (written(at, 'set').some((line) => valuesOf(line)[0] === `$${variable}`)) return true;
    if (/^\d$/.test(variable) && written(at, 'rewrite').length > 0) return true;
  }
  return false;
}
