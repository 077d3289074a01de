import { placementsOf, type NginxConfiguration, type Placement } from '../../languages/nginx/configuration';
import type { Rule } from '../rule';
import { nameOf, namesVariable, valuesOf } from './support';

/** A map that gives no server for some requests: its value is empty then, and `proxy_pass` has nowhere to go. */
export const mapWithoutDefault: Rule = {
  meta: {
    id: 'nginx/map-without-default',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      empty:
        'For a value that is not listed here {variable} is empty, and nginx answers 500 at "{pass}". Add a default.',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main' || !configuration.isWhole) return;
    const all = [...placementsOf(configuration)];
    for (const map of all) {
      if (nameOf(map) !== 'map' || map.context !== 'http') continue;
      const variable = /^\$(\w+)$/.exec(valuesOf(map)[1] ?? '')?.[1];
      if (variable === undefined || coversAll(map)) continue;
      const pass = all.find((placement) => isTarget(placement, variable));
      if (!pass || isMadeOrTested(variable, map, configuration)) continue;
      const [address] = pass.directive.args;
      context.report({
        path: map.path,
        span: map.directive.name.span,
        message: 'empty',
        data: { variable: `$${variable}`, pass: `${nameOf(pass)} ${address?.value ?? ''}` },
        related: [{ path: pass.path, span: pass.directive.span, message: 'has no server then' }],
      });
    }
  },
};

/** With a default, with entries out of sight, or with a regular expression that takes everything. */
const coversAll = ({ directive: { block } }: Placement): boolean =>
  block === undefined ||
  block.directives.some(
    ({ name: { value } }) => /^(?:default|include)$/.test(value) || /^~\*?\^?(?:\.[*+]?\$?)?$/.test(value),
  );

/** Whether the variable is all that an address says of the server. */
function isTarget(placement: Placement, variable: string): boolean {
  if (!/^(?:proxy|grpc)_pass$/.test(nameOf(placement)) || placement.context.startsWith('stream'))
    return false;
  const address = valuesOf(placement)[0] ?? '';
  const [, braced, plain] = /^(?:\w+:\/\/)?\$(?:\{(\w+)\}|(\w+))(?:[/?$].*)?$/.exec(address) ?? [];
  return (braced ?? plain)?.toLowerCase() === variable.toLowerCase();
}

/** Whether another directive gives the variable a value too, or asks whether it has one. */
function isMadeOrTested(variable: string, map: Placement, configuration: NginxConfiguration): boolean {
  return [...placementsOf(configuration)].some((placement) => {
    const name = nameOf(placement);
    if (placement === map) return false;
    if (/_by_lua|^js_|^perl/.test(name)) return true;
    const values = valuesOf(placement);
    if (name === 'map' || name === 'geo' || name === 'split_clients')
      return values.some((value) => namesVariable(value, variable));
    if (name === 'set') return values[0]?.slice(1).toLowerCase() === variable.toLowerCase();
    return name === 'if' && values.some((value) => namesVariable(value, variable));
  });
}
