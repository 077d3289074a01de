import { childrenNamed as componentsNamed } from '../../languages/tomcat/components';
import { ownClass, valueOf as attributeValue } from '../../languages/tomcat/values';
import { isBefore } from '../../languages/text/versions';
import { childrenNamed, textOf } from '../../languages/xml/query';
import type { XmlElement } from '../../languages/xml/tree';
import { byDefault, type Known, valueOf, writtenAt } from '../facts';
import type { Place } from '../source';
import type { Part } from './container';
import { attributePlace, contextAttribute, contextFlag } from './tomcat';

/** A session cookie. A part that is undefined is not in it. */
export interface Cookie {
  readonly name: Known<string>;
  readonly domain: Known<string>;
  readonly path: Known<string>;
  readonly secure: Known<boolean>;
  readonly httpOnly: Known<boolean>;
  readonly sameSite: Known<string>;
}

export const UNKNOWN_COOKIE: Cookie = {
  name: 'unknown',
  domain: 'unknown',
  path: 'unknown',
  secure: 'unknown',
  httpOnly: 'unknown',
  sameSite: 'unknown',
};

/** A web.xml: the application's own, then the default of all. */
export interface Descriptor {
  readonly path: string;
  readonly root: XmlElement;
}

interface CookieSources {
  readonly contextPath: string;
  readonly secure: Known<boolean>;
  /** The `<Context>` elements that hold: the application's own before the defaults. */
  readonly contexts: readonly Part[];
  readonly descriptors: readonly Descriptor[];
  readonly version: string | undefined;
}

/** What Tomcat sends as session cookie: ApplicationSessionCookieConfig.createSessionCookie, and the CookieProcessor. */
export function cookieOf({ contextPath, secure, contexts, descriptors, version }: CookieSources): Cookie {
  if (valueOf(contextFlag(contexts, 'cookies', true)) !== true || tracksOtherwise(descriptors))
    return UNKNOWN_COOKIE;
  const config = (name: string): Known<string> => configured(descriptors, name);
  const asked = config('secure');
  return {
    name: contextAttribute(contexts, 'sessionCookieName') ?? config('name') ?? byDefault('JSESSIONID'),
    domain: contextAttribute(contexts, 'sessionCookieDomain') ?? config('domain'),
    path: pathOf(contextPath, contexts, config),
    secure: asked === 'unknown' ? asked : asked?.value === 'true' ? writtenAt(true, asked.place) : secure,
    httpOnly: httpOnlyOf(contexts, config('http-only')),
    sameSite: sameSiteOf(contexts, descriptors, version),
  };
}

/** An empty text is none. */
const filled = (text: Known<string>): Known<string> =>
  text !== 'unknown' && text?.value === '' ? undefined : text;

function pathOf(
  contextPath: string,
  contexts: readonly Part[],
  config: (name: string) => Known<string>,
): Known<string> {
  const path =
    filled(contextAttribute(contexts, 'sessionCookiePath')) ??
    filled(config('path')) ??
    byDefault(contextPath);
  const slash = contextFlag(contexts, 'sessionCookiePathUsesTrailingSlash', false);
  if (path === 'unknown' || slash === 'unknown') return 'unknown';
  if (slash?.value === true && !path.value.endsWith('/')) return { ...path, value: `${path.value}/` };
  return { ...path, value: path.value || '/' };
}

function httpOnlyOf(contexts: readonly Part[], asked: Known<string>): Known<boolean> {
  if (asked === 'unknown') return asked;
  return asked?.value === 'true' ? writtenAt(true, asked.place) : contextFlag(contexts, 'useHttpOnly', true);
}

/** `Rfc6265CookieProcessor.sameSiteCookies`; from 10.1 on an attribute of web.xml counts before it. */
function sameSiteOf(
  contexts: readonly Part[],
  descriptors: readonly Descriptor[],
  version: string | undefined,
): Known<string> {
  const attribute = attributeOf(descriptors, 'samesite');
  if (attribute) {
    const isOld = isBefore(version, '10.1');
    if (isOld === undefined || attribute === 'unknown') return 'unknown';
    if (!isOld) return attribute;
  }
  for (const part of contexts) {
    const [processor] = componentsNamed(part.component, 'CookieProcessor');
    if (!processor) continue;
    const name = ownClass(processor, part.properties);
    if (
      attributeValue(processor, 'className') &&
      name !== 'Rfc6265CookieProcessor' &&
      name !== 'LegacyCookieProcessor'
    )
      return 'unknown';
    const value = attributeValue(processor, 'sameSiteCookies', part.properties);
    if (value === 'unknown') return value;
    const known = ['Lax', 'Strict', 'None'].find((one) => one.toLowerCase() === value?.text.toLowerCase());
    return known === undefined
      ? undefined
      : writtenAt(known, attributePlace({ ...part, component: processor }, 'sameSiteCookies'));
  }
  return undefined;
}

/** An element of `session-config/cookie-config`, of the first web.xml that has it. */
function configured(descriptors: readonly Descriptor[], name: string): Known<string> {
  for (const { path, root } of descriptors) {
    const element = configsIn(root).flatMap((config) => childrenNamed(config, name))[0];
    if (element) return known(textOf(element), { path, span: element.span });
  }
  return undefined;
}

function attributeOf(descriptors: readonly Descriptor[], name: string): Known<string> {
  for (const { path, root } of descriptors) {
    for (const element of configsIn(root).flatMap((config) => childrenNamed(config, 'attribute'))) {
      const [key] = childrenNamed(element, 'attribute-name');
      const [value] = childrenNamed(element, 'attribute-value');
      if (key && value && textOf(key).toLowerCase() === name)
        return known(textOf(value), { path, span: element.span });
    }
  }
  return undefined;
}

/** Whether session IDs may go by URLs or TLS alone. */
const tracksOtherwise = (descriptors: readonly Descriptor[]): boolean =>
  descriptors.some(({ root }) => {
    const modes = childrenNamed(root, 'session-config').flatMap((config) =>
      childrenNamed(config, 'tracking-mode'),
    );
    return modes.length > 0 && !modes.some((mode) => textOf(mode) === 'COOKIE');
  });

const configsIn = (root: XmlElement): readonly XmlElement[] =>
  childrenNamed(root, 'session-config').flatMap((config) => childrenNamed(config, 'cookie-config'));

const known = (text: string, place: Place): Known<string> =>
  /[$@&{]/.test(text) ? 'unknown' : writtenAt(text, place);
