import type { Span } from '../text/span';
import type { ComposeMount, ComposePort } from './tree';

/** What a variable holds by the project's `.env`; undefined where it is not set there. */
export type Variables = (name: string) => string | undefined;

/** Defaults in defaults are followed so deep. */
const maxDepth = 10;

const variable = /\$(?:\$|(\w+)|\{(\w+)(?:(:?[-+?])((?:[^{}$]|\$\{[^{}]*\}|\$(?!\{))*))?\})/g;

/**
 * Replaces the variables of a value as Compose does (https://docs.docker.com/reference/compose-file/interpolation/); those
 * of which nothing is known stay as they were written, and `$$` stays for `unescape`.
 */
export function interpolate(value: string, variables: Variables, depth = 0): string {
  if (!value.includes('$') || depth > maxDepth) return value;
  return value.replace(variable, (whole, plain?: string, braced?: string, operator = '', operand = '') => {
    const name = plain ?? braced;
    if (name === undefined) return whole;
    const found = variables(name);
    const isSet = found !== undefined && (found !== '' || !operator.startsWith(':'));
    if (operator.endsWith('+')) return isSet ? interpolate(operand, variables, depth + 1) : whole;
    if (isSet) return found.replaceAll('$', '$$$$');
    return operator.endsWith('-') ? interpolate(operand, variables, depth + 1) : whole;
  });
}

/** A range wider than this is not spread: nobody publishes so many ports of one service on purpose. */
const maxRange = 1000;

/** `$VAR` or `${VAR…}`, which only the machine that runs Compose knows; `$$` is a dollar. */
export function hasVariable(value: string): boolean {
  return value.replaceAll('$$', '').includes('$');
}

export function unescape(value: string): string {
  return value.replaceAll('$$', '$');
}

/** Splits at the colons that stand outside of `${…}` and `[…]`. */
function splitColons(value: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const char of value) {
    if (char === '{' || char === '[') depth++;
    if (char === '}' || char === ']') depth--;
    if (char === ':' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

/** `8080` or `8080-8089`; undefined where it is no number that is known. */
function range(value: string | undefined): { first: number; last: number } | undefined {
  const [, from, to] = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(value ?? '') ?? [];
  if (from === undefined) return undefined;
  const first = Number(from);
  const last = Number(to ?? from);
  return first <= last && last <= 65535 ? { first, last } : undefined;
}

/** `[[ip:]host:]container[/protocol]`, https://docs.docker.com/reference/compose-file/services/#ports */
export function shortPorts(value: string, span: Span): ComposePort[] {
  const [ports = '', protocol] = value.split('/');
  const parts = splitColons(ports);
  const container = parts.pop();
  const host = parts.pop();
  const ip = parts.length > 0 ? parts.join(':').replace(/^\[|\]$/g, '') : undefined;
  return spread(host, container, {
    span,
    hostIp: ip === '' ? undefined : ip,
    protocol: protocolOf(protocol),
  });
}

export function longPort(
  target: string | undefined,
  published: string | undefined,
  hostIp: string | undefined,
  protocol: string | undefined,
  span: Span,
): ComposePort[] {
  return spread(published, target, { span, hostIp, protocol: protocolOf(protocol) });
}

const protocolOf = (value: string | undefined): 'tcp' | 'udp' => (value === 'udp' ? 'udp' : 'tcp');

/** Pairs ranges port by port; a range on the host for one port of the container leaves the choice to the engine. */
function spread(
  host: string | undefined,
  container: string | undefined,
  rest: Pick<ComposePort, 'span' | 'hostIp' | 'protocol'>,
): ComposePort[] {
  const inside = range(container);
  const outside = range(host);
  if (!inside) return [{ ...rest, host: single(outside), container: undefined }];
  const count = inside.last - inside.first + 1;
  if (count > maxRange) return [{ ...rest, host: undefined, container: undefined }];
  const paired = outside && outside.last - outside.first + 1 === count;
  return Array.from({ length: count }, (_, i) => ({
    ...rest,
    host: paired ? outside.first + i : undefined,
    container: inside.first + i,
  }));
}

const single = (ports: { first: number; last: number } | undefined): number | undefined =>
  ports && ports.first === ports.last ? ports.first : undefined;

/** `[source:]target[:mode]`, https://docs.docker.com/reference/compose-file/services/#volumes */
export function shortMount(value: string, span: Span): ComposeMount | undefined {
  const parts = splitColons(value);
  // The colon of a Windows drive separates nothing.
  const [drive = '', folder] = parts;
  if (/^[A-Za-z]$/.test(drive) && folder !== undefined && /^[\\/]/.test(folder))
    parts.splice(0, 2, `${drive}:${folder}`);
  const [first = '', second, mode = ''] = parts;
  if (second === undefined)
    return first === ''
      ? undefined
      : { span, source: undefined, target: first, kind: 'volume', readOnly: false };
  return {
    span,
    source: hasVariable(first) ? undefined : unescape(first),
    target: unescape(second),
    kind: /^(?:[.~/$\\]|[A-Za-z]:)/.test(first) ? 'bind' : 'volume',
    readOnly: mode.split(',').includes('ro'),
  };
}
