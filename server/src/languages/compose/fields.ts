import type { Span } from '../text/span';
import type { ComposeMount, ComposePort } from './tree';

/** More ports than one entry can mean in earnest. */
const MAX_RANGE = 1_000;

interface PortText {
  readonly span: Span;
  readonly hostIp: string | undefined;
  readonly host: string | undefined;
  readonly container: string;
  readonly protocol: 'tcp' | 'udp';
}

/** `[ip:][host:]container[/protocol]`, each port a number, a range or unknown (Compose specification, `ports`, short syntax). */
export function readPort(text: string, span: Span): ComposePort[] {
  const [, address, protocol] = /^(.*?)(?:\/(tcp|udp))?$/.exec(text.trim()) ?? [];
  // Colons inside `${NAME:-8080}` part nothing.
  const parts = (address ?? '').match(/(?:\$\{[^}]*\}|\[[^\]]*\]|[^:])+/g) ?? [];
  const container = parts.at(-1);
  if (container === undefined) return [];
  return spreadPorts({
    span,
    hostIp: parts.length > 2 ? parts.slice(0, -2).join(':') : undefined,
    host: parts.length > 1 ? parts.at(-2) : undefined,
    container,
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  });
}

/** One entry a port of the ranges; a range of host ports for one port of the container means any one of them: unknown. */
export function spreadPorts({ span, hostIp, host, container, protocol }: PortText): ComposePort[] {
  const inside = numbers(container);
  const outside = host === undefined ? undefined : numbers(host);
  return inside.map((port, index) => ({
    span,
    hostIp,
    host: outside && outside.length === inside.length ? outside[index] : undefined,
    container: port,
    protocol,
  }));
}

function numbers(text: string): (number | undefined)[] {
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === undefined) return [undefined];
  const from = Number(first);
  const to = Number(last ?? first);
  if (to < from || to - from > MAX_RANGE) return [undefined];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** `[source:]target[:options]`; a source that begins with `.`, `/`, `~` or a drive is a path, any other the name of a volume. */
export function readMount(text: string, span: Span): ComposeMount[] {
  const parts = text.match(/(?:^[A-Za-z]:[\\/]|\$\{[^}]*\}|[^:])+/g) ?? [];
  const [first, second, options] = parts;
  if (first === undefined) return [];
  if (second === undefined) {
    return [{ span, source: undefined, target: first, kind: 'volume', readOnly: false }];
  }
  const isPath = /^(?:[./~$]|[A-Za-z]:[\\/])/.test(first);
  return [
    {
      span,
      source: first,
      target: second,
      kind: isPath ? 'bind' : 'volume',
      readOnly: options?.split(',').includes('ro') ?? false,
    },
  ];
}
