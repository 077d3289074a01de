import { t } from '@vscode/l10n';
import { placeOf as placeOfLine } from '../../languages/nginx/whichLocation/state';
import { type Known, valueOf } from '../facts';
import type { Place } from '../source';
import type { Belief, Redirect } from './belief';
import type { Returns } from './browser';
import type { Cookie } from './cookie';
import type { Route } from './index';
import { BROWSER } from './request';
import { NGINX } from './tomcat';

/** A belief in words, each with the place to blame. What is not known is left out. */

export interface Line {
  readonly text: string;
  readonly place: Place | undefined;
}

/** All in one line: `Tomcat sees http://shop:80; its cookie is for /app and does not come back`. */
export function shortly(belief: Belief): string | undefined {
  const origin = originOf(belief);
  const { arrives, returns } = belief.cookie;
  const path = valueOf(arrives?.path);
  const parts = [
    ...(origin === undefined ? [] : [t('Tomcat sees {url}', { url: origin })]),
    ...(path === undefined ? [] : [cookieShortly(path, returns)]),
  ];
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function cookieShortly(path: string, returns: Returns | undefined): string {
  if (returns?.verdict === 'no') return t('its cookie is for {path} and does not come back', { path });
  if (returns?.verdict === 'depends')
    return t('its cookie is for {path} and comes back to some browsers only', { path });
  return returns
    ? t('its cookie is for {path} and comes back', { path })
    : t('its cookie is for {path}', { path });
}

/** `http://shop:80`: with the port, since that is what gets lost. */
function originOf({ scheme, serverName, serverPort }: Belief): string | undefined {
  const [one, name, port] = [valueOf(scheme), valueOf(serverName), valueOf(serverPort)];
  return one === undefined || name === undefined || port === undefined
    ? undefined
    : `${one}://${name}:${port}`;
}

/** The whole belief, a line each. The first names the Tomcat. */
export function atLength(route: Route, belief: Belief): readonly Line[] {
  const lines: (Line | undefined)[] = [
    nodeLine(route, belief),
    belief.served && !belief.served.app
      ? {
          text: t('Its files are not here: it is taken for one that sets none of this itself'),
          place: undefined,
        }
      : undefined,
    ...(belief.refused
      ? [{ text: t('Tomcat answers 400: the Host that nginx sends is none'), place: passPlace(route) }]
      : seenLines(route, belief)),
    ...redirectLines(route, belief),
    ...cookieLines(route, belief),
  ];
  return lines.filter((line) => line !== undefined);
}

/** Where a `proxy_pass` stands, to blame for what nobody wrote. */
const passPlace = ({ passed }: Route): Place => placeOfLine(passed.proxy.placement);

const connectorPlace = ({ connector: { path, span, element } }: Route): Place => ({
  path,
  span: element?.nameSpan ?? span,
});

function nodeLine(route: Route, { contextPath, served }: Belief): Line {
  const { node, connector } = route;
  const port = connector.port ?? '?';
  const place = connectorPlace(route);
  const context = valueOf(contextPath);
  if (context === undefined)
    return { text: t('Tomcat {node}, port {port}', { node: node.name, port }), place };
  const application = context === '' ? 'ROOT' : context;
  const own = served?.context;
  return {
    text: t('Tomcat {node}, port {port}, application {application}', { node: node.name, port, application }),
    place: own ? { path: own.path, span: own.component.element.nameSpan } : place,
  };
}

function seenLines(route: Route, belief: Belief): readonly (Line | undefined)[] {
  const { scheme, serverName, serverPort, secure, clientAddress } = belief;
  const origin = originOf(belief);
  const isSecure = valueOf(secure);
  const client = valueOf(clientAddress);
  return [
    origin === undefined
      ? undefined
      : {
          text: t('It takes the request for {url}', { url: origin }),
          place: placeOf(serverPort) ?? placeOf(serverName) ?? placeOf(scheme) ?? passPlace(route),
        },
    isSecure === undefined
      ? undefined
      : {
          text: isSecure
            ? t('It takes it for secure: isSecure() is true')
            : t('It takes it for insecure: isSecure() is false'),
          place: placeOf(secure) ?? connectorPlace(route),
        },
    client === undefined
      ? undefined
      : { text: clientText(client), place: placeOf(clientAddress) ?? passPlace(route) },
  ];
}

function clientText(client: string): string {
  if (client === BROWSER) return t('For Tomcat the client is the browser');
  if (client === NGINX) return t('For Tomcat the client is nginx: no header tells it of the browser');
  return t('For Tomcat the client is {address}', { address: client });
}

function redirectLines(route: Route, { redirects }: Belief): readonly (Line | undefined)[] {
  const { app, contextRoot, confidential } = redirects;
  return [
    redirectLine(route, app, t('A redirect of the application')),
    redirectLine(route, contextRoot, t('The redirect to the slash at the end')),
    redirectLine(route, confidential, t('A redirect to a CONFIDENTIAL page')),
  ];
}

function redirectLine(route: Route, { sent, arrives }: Redirect, what: string): Line | undefined {
  const [own, back] = [valueOf(sent), valueOf(arrives)];
  if (own === undefined || back === undefined) return undefined;
  const place = placeOf(arrives) ?? placeOf(sent) ?? passPlace(route);
  if (own === back) return { text: t('{what} leads to {url}', { what, url: shown(own) }), place };
  return {
    text: t('{what} leads to {url}, of which nginx makes {other}', {
      what,
      url: shown(own),
      other: shown(back),
    }),
    place,
  };
}

/** The path that was taken as an example. */
const shown = (url: string): string => url.replace(/\/x$/, '/…');

function cookieLines(
  route: Route,
  { cookie: { set, arrives, returns } }: Belief,
): readonly (Line | undefined)[] {
  const own = cookieText(set);
  const back = arrives && cookieText(arrives);
  return [
    own === undefined
      ? undefined
      : {
          text: t('Its session cookie: {cookie}', { cookie: own }),
          place: placeOf(set.path) ?? placeOf(set.secure) ?? connectorPlace(route),
        },
    back === undefined || back === own
      ? undefined
      : {
          text: t('nginx makes of it: {cookie}', { cookie: back }),
          place: placeOf(arrives?.path) ?? placeOf(arrives?.secure),
        },
    returns && { text: returnsText(returns), place: returns.place ?? returnsPlace(route, returns) },
  ];
}

/** A path that nobody wrote is to blame on the location that has another one. */
const returnsPlace = (route: Route, { because }: Returns): Place | undefined =>
  because === 'path' && route.location ? placeOfLine(route.location) : undefined;

/** As it stands in Set-Cookie; undefined while a part of it is not known. */
function cookieText({ name, domain, path, secure, httpOnly, sameSite }: Cookie): string | undefined {
  if ([name, domain, path, secure, httpOnly, sameSite].includes('unknown')) return undefined;
  return [
    `${valueOf(name)}=…`,
    ...(valueOf(path) === undefined ? [] : [`Path=${valueOf(path)}`]),
    ...(valueOf(domain) === undefined ? [] : [`Domain=${valueOf(domain)}`]),
    ...(valueOf(secure) === true ? ['Secure'] : []),
    ...(valueOf(httpOnly) === true ? ['HttpOnly'] : []),
    ...(valueOf(sameSite) === undefined ? [] : [`SameSite=${valueOf(sameSite)}`]),
  ].join('; ');
}

function returnsText({ verdict, because }: Returns): string {
  if (verdict === 'yes') return t('The browser sends it back');
  switch (because) {
    case 'path':
      return t('The browser does not send it back: the application is at another path');
    case 'secure':
      return verdict === 'depends'
        ? t('Chromium sends it back on localhost, other browsers do not: it is Secure, and this is http')
        : t('The browser does not send it back: it is Secure, and this is http');
    case 'domain':
      return t('The browser refuses it: it is for another domain');
    case 'same-site':
      return t('The browser refuses it: SameSite=None needs Secure');
    default:
      return t(
        'The browser refuses it: a cookie of such a name needs Secure, and __Host- the path / without a domain',
      );
  }
}

const placeOf = (known: Known<unknown>): Place | undefined =>
  known === undefined || known === 'unknown' ? undefined : (known.place ?? known.via);
