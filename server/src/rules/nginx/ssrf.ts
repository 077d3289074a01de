import type { Placement } from '../../languages/nginx/configuration';
import { enclosing, inEffect, isKnown } from '../../languages/nginx/effective';
import type { Rule } from '../rule';
import { locationName, nameOf, namesVariable, valuesOf } from './support';

/** `proxy_pass` to whatever server the client names. */
export const ssrf: Rule = {
  meta: {
    id: 'nginx/ssrf',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      open: 'The client chooses the server that nginx asks: {variable} comes from the request, so any address that nginx reaches can be read through it. Allow known names only, by a map.',
    },
  },
  directives: ['proxy_pass'],
  nginxPlacement(placement, context) {
    if (context.configuration.kind !== 'main') return;
    const { parent } = placement;
    const [word] = placement.directive.args;
    if (!word || !parent || placement.context.startsWith('stream')) return;
    const variable = hostVariable(word.value);
    if (variable === undefined || !isKnown(parent)) return;
    const location = enclosing(parent, 'location');
    if (!isChosen(variable, location) || isGuarded(location ?? parent, variable)) return;
    context.report({
      path: placement.path,
      span: word.span,
      message: 'open',
      data: { variable: `$${variable}` },
    });
  },
};

/** The variable that is the whole host of an address, or the whole address. */
function hostVariable(address: string): string | undefined {
  const [, braced, plain] =
    /^(?:https?:\/\/)?\$(?:\{(\w+)\}|(\w+))(?::\d+)?(?:[/?$].*)?$/i.exec(address) ?? [];
  return braced ?? plain;
}

/** Whether the client alone says what is in it: an argument, a cookie, a header, or a capture of anything at all. */
function isChosen(variable: string, location: Placement | undefined): boolean {
  if (/^(?:arg|cookie)_\w+$/i.test(variable)) return true;
  // Host is what a forward proxy goes by.
  if (/^http_\w+$/i.test(variable)) return variable.toLowerCase() !== 'http_host';
  const name = location && locationName(location.directive);
  if (!name || (name.modifier !== '~' && name.modifier !== '~*')) return false;
  const groups = [...name.pattern.matchAll(/\((?!\?(?:[:=!>]|<[=!]))(?:\?P?<(\w+)>|\?'(\w+)')?(\.[*+])?/g)];
  const named = groups.find(([, one, other]) => (one ?? other) === variable);
  const group = /^[1-9]$/.test(variable) ? groups[Number(variable) - 1] : named;
  return group?.[3] !== undefined;
}

/** Whether somebody decides who may ask, or looks at the variable. */
function isGuarded(level: Placement, variable: string): boolean {
  const guards = ['internal', 'allow', 'deny', 'auth_basic', 'auth_request', 'auth_jwt', 'limit_except'];
  if (guards.some((name) => inEffect(level, name))) return true;
  for (let at: Placement | undefined = level; at; at = at.parent) {
    const tested = at.children.some(
      (child) =>
        /^(?:if|set|rewrite|access_by_lua.*)$/.test(nameOf(child)) &&
        (nameOf(child).startsWith('access') ||
          valuesOf(child).some((value) => namesVariable(value, variable))),
    );
    if (tested) return true;
  }
  return false;
}
