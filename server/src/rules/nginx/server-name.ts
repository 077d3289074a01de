import { t } from '@vscode/l10n';
import type { NginxConfiguration } from '../../languages/nginx/configuration';
import { isKnown } from '../../languages/nginx/effective';
import { httpOf, portsOf, serverAt, type Server } from '../../languages/nginx/http';
import { hasVariable, variablesIn } from '../../languages/nginx/variables';
import { hasPlaceholder } from '../../languages/text/placeholders';
import { rule } from '../define';

/** Names are compared with the host of a request as text, without its port; only `$hostname` is filled in (ngx_http_core_server_name). */
export const serverName = rule({
  meta: {
    id: 'nginx/server-name',
    severity: 'information',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      elsewhere:
        '"{name}" never matches, because nginx takes neither a port, a scheme nor variables in server_name: requests for it go to another server. Write the name alone.',
      alone:
        '"{name}" never matches, because nginx takes neither a port, a scheme nor variables in server_name. Requests come here all the same, because this server answers to every name. Write the name alone, or "_".',
      beside:
        '"{name}" never matches, because nginx takes neither a port, a scheme nor variables in server_name. Write the name alone.',
    },
  },
  directives: ['server_name'],
  nginxPlacement(placement, { configuration, report }) {
    const { parent } = placement;
    if (placement.context !== 'server' || !parent || configuration.isTemplate) return;
    for (const word of placement.directive.args) {
      const { value } = word;
      if (!isNever(value)) continue;
      const right = /^(?:https?:\/\/)?((?:\*\.)?[\w-]+(?:\.[\w-]+)*)(?::\d+)?\/?$/i.exec(value)?.[1];
      const server = serverAt(parent);
      const message = messageFor(server, value, configuration);
      const isFree =
        right !== undefined &&
        !httpOf(configuration).servers.some(({ names }) =>
          names.some((name) => name.value === right.toLowerCase()),
        );
      report({
        path: placement.path,
        span: word.span,
        message,
        data: { name: value },
        ...(message === 'elsewhere' && { severity: 'warning' as const }),
        fixes:
          right !== undefined && isFree
            ? [
                {
                  title: t('Write {text}', { text: right }),
                  safe: isKnown(parent),
                  edits: new Map([[placement.path, [{ span: word.span, text: right }]]]),
                },
              ]
            : [],
      });
      return;
    }
  },
});

function isNever(value: string): boolean {
  if (value === '' || value.startsWith('~') || hasPlaceholder(value)) return false;
  if (hasVariable(value))
    return [...variablesIn(value)].some(({ name }) => name !== 'hostname' && !/^[A-Z\d_]+$/.test(name));
  return /^https?:\/\//i.test(value) || /^[^:[\]/]+:\d+$/.test(value);
}

/** Who answers instead: known only where all servers are. */
function messageFor(
  server: Server,
  value: string,
  configuration: NginxConfiguration,
): 'elsewhere' | 'alone' | 'beside' {
  const { names, placement, knowsListeners } = server;
  if (configuration.kind !== 'main' || !configuration.isWhole || !knowsListeners || !isKnown(placement))
    return 'beside';
  if (names.some((name) => name.value !== value.toLowerCase() && !isNever(name.value))) return 'beside';
  const { servers } = httpOf(configuration);
  const isShared = server.listeners.some(
    (own) =>
      !own.isDefault &&
      portsOf(own).some((port) => {
        const sharing = servers.filter(({ listeners }) =>
          listeners.some((one) => one.address === own.address && portsOf(one).includes(port)),
        );
        const [first] = sharing;
        const declared = sharing.find(({ listeners }) =>
          listeners.some((one) => one.isDefault && portsOf(one).includes(port)),
        );
        return (declared ?? first)?.placement !== placement;
      }),
  );
  return isShared ? 'elsewhere' : isOnlyOne(server, servers) ? 'alone' : 'beside';
}

/** Whether no other server has a name of its own on the same ports. */
const isOnlyOne = (server: Server, servers: readonly Server[]): boolean =>
  !servers.some(
    (other) =>
      other.placement !== server.placement &&
      other.listeners.some((one) =>
        server.listeners.some((own) => portsOf(one).some((port) => portsOf(own).includes(port))),
      ),
  );
