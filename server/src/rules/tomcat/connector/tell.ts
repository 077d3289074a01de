import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../../cluster/model';
import { headersIn, linesOf } from '../../../languages/nginx/headers';
import { insertChild } from '../../../languages/xml/edit';
import { placementsNamed, type Placement } from '../../../languages/nginx/configuration';
import { isSeen } from '../../../languages/nginx/effective';
import type { Fix } from '../../define';
import { Edits, insertAfter, insertBefore } from '../../support/edits';
import { isReadOnce, type Way } from '../../support/routes';

/** The port of the URL: `$server_port` is the one that nginx listens on, which may be published under another number. */
const MAP = 'map "$scheme:$http_host" $public_port { "~:(?<p>[0-9]+)$" $p; "~^https" 443; default 80; }';

/**
 * Lets Tomcat know what nginx knows: a RemoteIpValve, and where browsers come by another port than 80 and 443 the header with
 * it too, since the valve would set one of the two. One change over all files.
 */
export function tellTomcat(ways: readonly Way[], model: ClusterModel): readonly Fix[] {
  const edits = new Edits();
  const [way] = ways;
  const host = way?.belief.host;
  const file = host && model.files.get(host.path);
  if (!host || file?.kind !== 'server.xml') return [];
  const levels = [...new Set(ways.map(({ route }) => route.passed.level))];
  const needsPort = ways.some(
    ({ route: { entry, passed } }) => passed.browser.port !== (entry.isTls ? 443 : 80),
  );
  const sendsPort = levels.every((level) => linesOf(headersIn(level).lines, 'x-forwarded-port').length > 0);
  if (needsPort && !sendsPort && !addPort(levels, ways, edits, model)) return [];
  const attributes = [
    'className="org.apache.catalina.valves.RemoteIpValve"',
    'protocolHeader="X-Forwarded-Proto"',
    ...(needsPort || sendsPort ? ['portHeader="X-Forwarded-Port"'] : []),
  ];
  edits.add(
    host.path,
    ...insertChild(file.document, host.component.element, `<Valve ${attributes.join(' ')}/>`, {
      before: ['Valve'],
    }),
  );
  return [{ title: t('Tell Tomcat about the proxy: RemoteIpValve'), safe: false, edits: edits.byPath }];
}

/** Sends the port wherever the scheme is sent; false where that cannot be written surely. */
function addPort(
  levels: readonly Placement[],
  ways: readonly Way[],
  edits: Edits,
  model: ClusterModel,
): boolean {
  const configurations = new Set(ways.map(({ route }) => route.passed.configuration));
  const lines = new Set<Placement>();
  for (const level of levels) {
    const { lines: all, areKnown } = headersIn(level);
    const [line] = linesOf(all, 'x-forwarded-proto');
    if (!areKnown || !isSeen(level, 'proxy_set_header') || !line || !isReadOnce(line, model)) return false;
    if (linesOf(all, 'x-forwarded-port').length === 0) lines.add(line);
  }
  for (const line of lines)
    edits.add(
      line.path,
      insertAfter(model.textOf(line.path), line.directive.span, [
        'proxy_set_header X-Forwarded-Port $public_port;',
      ]),
    );
  for (const configuration of configurations) {
    const names = placementsNamed(configuration, 'map').map(({ directive }) => directive.args[1]?.value);
    if (names.includes('$public_port')) return false;
    const server = ways.find(({ route }) => route.passed.configuration === configuration)?.route.passed.server
      .placement;
    if (!server || server.context !== 'http' || !isReadOnce(server, model)) return false;
    edits.add(server.path, insertBefore(model.textOf(server.path), server.directive.span, MAP));
  }
  return true;
}
