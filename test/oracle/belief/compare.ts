import { modelOf } from '../../helpers/model';
import type { Known } from '../../../server/src/cluster/facts';
import { routesOf } from '../../../server/src/cluster/routes';
import type { Belief, Route } from '../../../server/src/cluster/routes';
import { type Combination, type Half, SHARED } from './combinations';
import { serverAddress } from './nginx';
import { ask, BROWSER_ADDRESS, comesBack, readSetCookie } from './observe';
import { tomcatAddress } from './tomcat';

/** How often a part was stated, and what of that was wrong. */
export interface Tally {
  stated: number;
  silent: number;
  readonly wrong: string[];
}

export interface Versions {
  readonly nginx: string;
  readonly tomcat: string;
}

/** What we say of a combination, before anything runs. */
export function predicted(
  { nginx, half, isTls, published }: Combination,
  { nginx: nginxVersion, tomcat }: Versions,
) {
  const [, own = ''] = /listen (\d+)/.exec(nginx) ?? [];
  const model = modelOf(
    {
      'compose.yaml': `services:
  tomcat:
    image: tomcat:10.1
    volumes:
      - ./server.xml:/usr/local/tomcat/conf/server.xml
      - ./app:/usr/local/tomcat/webapps/${half.app}
  front:
    image: nginx:1.28
    ports: ["${published}:${own}"]
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf
`,
      'nginx.conf': `events {}\nhttp {\n${SHARED}${nginx}\n}\n`,
      'server.xml': half.serverXml,
      'app/WEB-INF/web.xml': half.webXml,
      ...(half.contextXml !== undefined && { 'app/META-INF/context.xml': half.contextXml }),
    },
    { nginxVersion, tomcatVersion: tomcat },
  );
  const [route] = routesOf(model);
  if (!route) throw new Error(`no route: ${nginx} ${String(isTls)}`);
  const { host } = route.passed.browser;
  const browser = { scheme: isTls ? 'https' : 'http', host, port: published, isDirect: true } as const;
  return { route, browser, belief: route.believedAt(browser)[0] };
}

/** Asks the real ones, and compares each part that we state. */
export async function compare(
  combination: Combination,
  index: number,
  halves: readonly Half[],
  versions: Versions,
  tally: Map<string, Tally>,
): Promise<void> {
  const { route, browser, belief } = predicted(combination, versions);
  if (!belief) return note(tally, 'belief', undefined, '', '');
  const about = `${index} ${versions.nginx} ${versions.tomcat}`;
  const { port } = route.passed;
  const { scheme } = browser;
  const usual = scheme === 'https' ? 443 : 80;
  const host = browser.port === usual ? browser.host : `${browser.host}:${browser.port}`;
  const address = tomcatAddress(halves.indexOf(combination.half));
  const at = (path: string) =>
    ask({ isTls: combination.isTls, address: serverAddress(index), port, host, path });
  const real = (text: string): string => text.replaceAll('tomcat', address);
  const part = (name: string, ours: Known<string | number | boolean>, theirs: string | undefined): void =>
    note(
      tally,
      name,
      ours === 'unknown' ? undefined : ours === undefined ? '-' : real(String(ours.value)),
      theirs ?? '-',
      about,
    );

  const outer = belief.outerPath;
  if (belief.refused) {
    const { status } = await at(`${route.paths?.outer ?? '/'}see`);
    return note(tally, 'refused', '400', String(status), about);
  }
  if (outer === undefined) return note(tally, 'outerPath', undefined, '', '');
  const see = await at(`${outer}/see`);
  const lines = new Map(
    see.body.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  note(tally, 'outerPath', outer, see.status === 200 ? outer : `status ${see.status}`, about);
  if (see.status !== 200) return;
  part('protocol', belief.protocol, lines.get('protocol')?.slice('HTTP/'.length));
  for (const name of ['scheme', 'secure', 'serverName', 'serverPort', 'contextPath'] as const)
    part(name, belief[name], lines.get(name));
  const client = lines.get('clientAddress');
  part(
    'clientAddress',
    belief.clientAddress,
    client === BROWSER_ADDRESS ? 'browser' : client === '127.0.0.1' ? 'nginx' : client,
  );
  cookies(belief, see.headers['x-sent-cookie'], see.headers['set-cookie']?.[0], part);
  const { returns } = belief.cookie;
  const arrived = readSetCookie(see.headers['set-cookie']?.[0] ?? '');
  const back = comesBack(arrived, scheme, browser.host, `${outer}/see`);
  note(tally, 'returns', returns?.verdict, back === true ? 'yes' : back === false ? 'no' : 'depends', about);
  await redirects(belief, route, outer, at, part);
}

type Part = (name: string, ours: Known<string | number | boolean>, theirs: string | undefined) => void;

function cookies(
  belief: Belief,
  sent: string | string[] | undefined,
  arrived: string | undefined,
  part: Part,
): void {
  const theirs = { set: readSetCookie(String(sent)), arrives: readSetCookie(arrived ?? '') };
  for (const when of ['set', 'arrives'] as const) {
    const ours = belief.cookie[when];
    const its = theirs[when];
    for (const name of ['name', 'path', 'domain', 'sameSite'] as const)
      part(`${when} ${name}`, ours ? ours[name] : 'unknown', its[name]);
    for (const name of ['secure', 'httpOnly'] as const)
      part(`${when} ${name}`, ours ? ours[name] : 'unknown', String(its[name]));
  }
}

async function redirects(
  { redirects: all }: Belief,
  { passed }: Route,
  outer: string,
  at: (path: string) => ReturnType<typeof ask>,
  part: Part,
): Promise<void> {
  for (const [name, path] of [
    ['app', `${outer}/go`],
    ['confidential', `${outer}/x`],
    ['contextRoot', outer],
  ] as const) {
    const { sent, arrives } = all[name];
    if (name === 'contextRoot' && (sent === undefined || outer === '')) continue;
    const { headers } = await at(path);
    const theirs = headers['x-sent-location'];
    // nginx writes over what it has got where it changes it.
    if (theirs === headers.location) part(`${name} sent`, sent, theirs);
    part(`${name} arrives`, arrives, headers.location);
  }
  if (all.nginx !== undefined && all.nginx !== 'unknown') {
    const [, location = ''] =
      /location (?:\^~ )?(\S+)/.exec(
        passed.level.directive.args.map(({ value }) => `location ${value}`).at(-1) ?? '',
      ) ?? [];
    const { headers } = await at(location.replace(/\/$/, ''));
    part('nginx', all.nginx, headers.location);
  }
}

function note(
  tally: Map<string, Tally>,
  name: string,
  ours: string | undefined,
  theirs: string,
  about: string,
): void {
  const one = tally.get(name) ?? { stated: 0, silent: 0, wrong: [] };
  tally.set(name, one);
  if (ours === undefined) one.silent++;
  else {
    one.stated++;
    if (ours !== theirs) one.wrong.push(`${about} ${name}: we say ${ours}, it is ${theirs}`);
  }
}
