import type { ComposeService } from '../languages/compose/tree';

/** The ports of this machine under which Compose publishes a port of a service; on the host's network it is there itself. */
export function publishedAs(
  { networkMode, ports }: ComposeService,
  port: number | undefined,
): readonly number[] {
  if (port === undefined) return [];
  if (networkMode === 'host') return [port];
  return ports.flatMap(({ container, host, protocol }) =>
    container === port && host !== undefined && protocol === 'tcp' ? [host] : [],
  );
}

/** Whether Compose publishes a port for more than this machine, under whatever number. */
export const isPublished = ({ ports }: ComposeService, port: number): boolean =>
  ports.some(({ container, hostIp = '' }) => container === port && !/^(?:127\.|::1$|\[::1\]$)/.test(hostIp));
