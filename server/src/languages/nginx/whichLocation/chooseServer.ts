import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { listensOn, type Server, speaksTls } from '../http';
import { addressOf, defaultServer, matchServer, socketsOn } from './servers';
import { placeOf, type Step, type UrlRequest } from './state';

export interface Chosen {
  readonly server: Server;
  /** The default server of the socket, whose settings count until the Host is read. */
  readonly preset: Server;
  readonly captures: RegExpExecArray | undefined;
}

/** The socket, then the server by name, as in ngx_http_find_virtual_server; undefined where nobody listens. */
export function chooseServer(
  servers: readonly Server[],
  request: UrlRequest,
  steps: Step[],
): Chosen | undefined {
  const sockets = socketsOn(servers, request.port);
  const address = socketFor([...sockets.keys()], request, steps);
  const candidates = address === undefined ? undefined : sockets.get(address);
  const preset =
    address === undefined || !candidates ? undefined : defaultServer(candidates, address, request.port);
  if (!candidates || !preset || address === undefined) return undefined;
  const add = (kind: Step['kind'], text: string, at: Placement): void => {
    steps.push({ kind, text, place: placeOf(at) });
  };
  const host = request.host.toLowerCase().replace(/\.$/, '');
  const match = matchServer(candidates, host);
  const server = match.kind === 'none' || match.kind === 'unknown' ? preset : match.server;
  for (const other of candidates) {
    if (other === server) continue;
    const names = other.names.map(({ value }) => value).join(' ');
    add(
      'passed',
      names === ''
        ? t('server without a server_name: it is not the default server')
        : t('server {names}: not chosen for {host}', { names, host }),
      other.placement,
    );
  }
  if (match.kind === 'unknown') {
    add(
      'assumed',
      t(
        'server_name {name} uses syntax that only PCRE understands, so it is not known whether it matches. Assumed: it does not.',
        { name: match.name.value },
      ),
      match.name.line,
    );
  }
  if (match.kind === 'none' || match.kind === 'unknown') {
    const isMarked = preset.listeners.some((one) => one.isDefault && listensOn(one, request.port));
    add(
      'server',
      isMarked
        ? t(
            'No server_name matches {host}, so the server of port {port} that is marked default_server answers.',
            {
              host,
              port: request.port,
            },
          )
        : t('No server_name matches {host}, so the default server of port {port} answers: the first one.', {
            host,
            port: request.port,
          }),
      preset.placement,
    );
  } else {
    const name = match.name.value;
    const how = {
      exact: t('server_name {name} matches {host} exactly.', { name, host }),
      wildcard: t('server_name {name} is the longest wildcard that matches {host}.', { name, host }),
      regex: t('server_name {name} is the first regular expression that matches {host}.', { name, host }),
    };
    add('server', how[match.kind], server.placement);
  }
  const listener = server.listeners.find((one) => listensOn(one, request.port) && addressOf(one) === address);
  const isTls = listener && speaksTls(server, listener);
  if (listener?.line && isTls !== (request.scheme === 'https')) {
    add(
      'assumed',
      isTls
        ? t('This port expects TLS: a plain http request gets status 400.')
        : t('This port does not use TLS: an https request fails before nginx reads it. Treated as http.'),
      listener.line,
    );
  }
  return { server, preset, captures: match.kind === 'regex' ? match.captures : undefined };
}

/** The socket that a connection reaches: that of its very address, else the wildcard. */
function socketFor(addresses: readonly string[], request: UrlRequest, steps: Step[]): string | undefined {
  const to = request.address ?? (request.host === 'localhost' ? '127.0.0.1' : request.host);
  const isAddress = /^\d+(\.\d+){3}$|^\[/.test(to);
  if (addresses.includes(to)) return to;
  const wildcard = isAddress && to.startsWith('[') ? '[::]' : '*';
  const found = addresses.includes(wildcard) ? wildcard : isAddress ? undefined : addresses[0];
  const others = addresses.filter((address) => address !== found && address !== '*' && address !== '[::]');
  if (!isAddress && found !== undefined && others.length > 0) {
    const text = t(
      'Port {port} has separate sockets for {others}. Assumed: the request arrives at {address}.',
      {
        port: request.port,
        others: others.join(', '),
        address: found,
      },
    );
    steps.push({ kind: 'assumed', text, place: undefined });
  }
  return found;
}
