import { t } from '@vscode/l10n';
import { either } from '../../../text/suggest';
import { hasPlaceholder } from '../../../text/placeholders';
import { isTaken } from '../../catalogue';
import type { NginxContext } from '../../contexts';
import type { Word } from '../../tree';
import { isCidr } from '../addresses';
import type { ValueFault } from '../valueFault';
import { cacheHandlers } from './caches';
import { coreHandlers } from './core';
import { fault, type Handler, parameter } from './handler';
import { logHandlers } from './logs';
import { requestHandlers } from './requests';
import { upstreamHandlers } from './upstreams';

/** What the handler of a directive refuses of its values. Those that hold `${…}` are not known. */
export const handlerFault: Handler = (args, name, context) => {
  const handler = handlers.get(name);
  return handler && !args.some(({ value }) => hasPlaceholder(value))
    ? handler(args, name, context)
    : undefined;
};

/** `ngx_http_access_rule` in src/http/modules/ngx_http_access_module.c. */
const access: Handler = ([first]) =>
  first && first.value !== 'all' && first.value !== 'unix:' && !isCidr(first.value)
    ? parameter(first, t('an address, a network such as 10.0.0.0/8, unix: or all'))
    : undefined;

const list =
  (says: (text: string) => string, ...words: readonly string[]): Handler =>
  ([first]) =>
    first && !words.includes(first.value) ? fault(first, says(first.value), either(words), words) : undefined;

/**
 * The variable that a directive makes (`ngx_http_add_variable`, `ngx_stream_add_variable`): ngx_http_rewrite_set and the
 * blocks of map, split_clients and geo.
 */
function made(word: Word | undefined, context: NginxContext): ValueFault | undefined {
  if (!word) return undefined;
  const name = /^\$(.+)/s.exec(word.value)?.[1];
  if (name === undefined)
    return fault(word, `invalid variable name "${word.value}"`, t('a variable: $ and a name'));
  return isTaken(name, context)
    ? fault(
        word,
        `the duplicate "${name.toLowerCase()}" variable`,
        t('another name: this variable is built into nginx'),
      )
    : undefined;
}

const first: Handler = ([word], _, context) => made(word, context);
const last: Handler = (args, _, context) => made(args.at(-1), context);

/** `ngx_mail_ssl_starttls`. */
const starttls = list((text) => `invalid value "${text}"`, 'off', 'on', 'only');

/** `ngx_http_core_root`. */
const root: Handler = ([path], name) => {
  const variable = /\$\{?(document_root|realpath_root)/.exec(path?.value ?? '')?.[1];
  return path && variable !== undefined
    ? fault(
        path,
        `the $${variable} variable cannot be used in the "${name}" directive`,
        t('a path: this variable is made of what stands here'),
      )
    : undefined;
};

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['root', root],
  ['alias', root],
  ['allow', access],
  ['deny', access],
  ['protocol', list((text) => `unknown protocol "${text}"`, 'imap', 'pop3', 'smtp')],
  ['starttls', starttls],
  ['set', first],
  ['auth_request_set', first],
  ['map', last],
  ['split_clients', last],
  ['geo', last],
  ...cacheHandlers,
  ...coreHandlers,
  ...logHandlers,
  ...requestHandlers,
  ...upstreamHandlers,
]);
