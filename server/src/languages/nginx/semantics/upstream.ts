import { t } from '@vscode/l10n';
import { isBefore, type Releases } from '../../text/versions';
import { directivesNamed } from '../catalogue';
import { parametersIn } from '../check/forms';
import { insteadOf } from '../check/thirdParty';
import { parseNumber, parseTime } from '../check/values';
import type { Placement } from '../configuration';
import { hasGap, inEffect, isKnown, written } from '../effective';
import { parameterName } from '../parameters';
import type { Directive, Word } from '../tree';
import { readAddress } from '../address';
import { isIpv4 } from '../check/addresses';
import { addressFault } from '../check/url';
import { isOpen, type Report } from './problem';
import { checkUntaken } from './untaken';

const methods = new Set(['ip_hash', 'hash', 'random', 'least_conn', 'least_time']);
/** Without NGX_HTTP_UPSTREAM_BACKUP among the flags that they set. */
const withoutBackup = new Set(['ip_hash', 'hash', 'random']);

/** What nginx takes behind the `=`. */
const numbers: Readonly<Record<string, (value: string) => boolean>> = {
  'weight=': (value) => (parseNumber(value) ?? 0) > 0,
  'max_conns=': (value) => parseNumber(value) !== undefined,
  'max_fails=': (value) => parseNumber(value) !== undefined,
  'fail_timeout=': (value) => parseTime(value, true) !== undefined,
};

interface Known {
  /** Whether it is known to be read by an nginx without modules of others. */
  readonly isOfficial: boolean;
  readonly version: string | undefined;
  readonly mayHaveMore: boolean;
  readonly refuses: (directive: Directive) => boolean;
}

/**
 * One upstream as `ngx_http_upstream` and `ngx_http_upstream_server` read it (src/http/ngx_http_upstream.c).
 * `mayHaveMore`: servers may come from elsewhere; `refuses`: directives that nginx stops at already.
 */
export function checkUpstream(
  upstream: Placement,
  { version, isOfficial, mayHaveMore, refuses }: Known,
  report: Report,
): void {
  let method: Placement | undefined;
  const servers = written(upstream, 'server');
  for (const placement of upstream.children) {
    const { name } = placement.directive;
    if (methods.has(name.value)) {
      if (method) {
        report({
          family: 'balancing-method',
          placement,
          word: name,
          says: 'load balancing method redefined',
          isWarning: true,
          told: t(
            'This upstream has two load balancing methods, and only the last one takes effect. Keep one of them.',
          ),
          related: { placement: method, message: t('The first method') },
        });
      }
      method = placement;
    }
    if (name.value === 'server' && !refuses(placement.directive))
      checkServer(placement, method, isOfficial, report);
  }
  if (isBefore(version, '1.27.3') !== true) checkResolve(upstream, report);
  // A module that we do not know may bring its own.
  const mayHaveOthers =
    mayHaveMore || hasGap(upstream) || upstream.children.some(({ directive }) => isUnknown(directive));
  // `ngx_http_upstream_init_round_robin`.
  const [name] = upstream.directive.args;
  if (servers.length > 0 && name && !mayHaveOthers && servers.every(isBackup))
    report({
      family: 'upstream-empty',
      placement: upstream,
      word: name,
      says: `no servers in upstream "${name.value}"`,
      told: t('All servers of this upstream are backups. Remove "backup" from one of them.'),
    });
  if (servers.length === 0 && !mayHaveOthers && upstream.directive.block?.close) {
    report({
      family: 'upstream-empty',
      placement: upstream,
      word: upstream.directive.name,
      says: 'no servers are inside upstream',
      told: t('This upstream has no server. Add one, or remove the upstream and everything that uses it.'),
    });
  }
}

/** `ngx_http_upstream_init_round_robin`: names with `resolve` live in shared memory, and are asked for at the resolver of http. */
function checkResolve(upstream: Placement, report: Report): void {
  const line = written(upstream, 'server').find(
    ({ directive: { args } }) =>
      args.some(({ value }) => value === 'resolve') && isName(args[0]?.value ?? '') && !args.some(isOpen),
  );
  const [word] = line?.directive.args ?? [];
  if (!line || !word || !isKnown(upstream)) return;
  const name = upstream.directive.args[0]?.value ?? '';
  if (written(upstream, 'zone').length === 0) {
    report({
      family: 'upstream-server',
      placement: line,
      word,
      says: `resolving names at run time requires upstream "${name}" … to be in shared memory`,
      told: t('"resolve" needs a zone in the upstream. Add "zone {name} 64k;".', { name }),
    });
  } else if (!inEffect(upstream, 'resolver')) {
    report({
      family: 'upstream-server',
      placement: line,
      word,
      says: `no resolver defined to resolve names at run time in upstream "${name}"`,
      told: t(
        '"resolve" needs a resolver in the upstream or in http; one in a server does not count. Add one, such as "resolver 127.0.0.11;" in Docker.',
      ),
    });
  }
}

const isBackup = ({ directive }: Placement): boolean =>
  directive.args.some(({ value }) => value === 'backup');

const isName = (address: string): boolean =>
  /^[a-z_][\w.-]*(?::\d+)?$/i.test(address) && !/^unix:/i.test(address);

const isUnknown = ({ name }: Directive): boolean => directivesNamed(name.value).length === 0;

function checkServer(
  placement: Placement,
  method: Placement | undefined,
  isOfficial: boolean,
  report: Report,
): void {
  const [address, ...parameters] = placement.directive.args;
  if (!address || placement.directive.args.some(isOpen)) return;
  const say = (word: Word, says: string, told: string): void =>
    report({ family: 'upstream-server', placement, word, says, told });
  const known = parametersIn('server', placement.context);
  for (const word of parameters) {
    // Of a module, which is told of where its directive stands.
    if (word.value.startsWith('srun_id=') && !isOfficial && hasRoutes(placement)) return;
    const told = parameterFault(word, known);
    if (told !== undefined) {
      say(word, `invalid parameter "${word.value}"`, told);
      return;
    }
    const route = routeFault(word.value);
    if (route) {
      say(word, route.says, route.told);
      return;
    }
    if (word.value === 'backup' && method && withoutBackup.has(method.directive.name.value)) {
      report({
        family: 'balancing-method',
        placement,
        word,
        says: 'balancing method does not support parameter "backup"',
        told: t(
          '"{method}" does not support backup servers. Use another method, such as least_conn, or remove "backup".',
          { method: method.directive.name.value },
        ),
        related: { placement: method, message: t('The method') },
      });
      return;
    }
  }
  checkUntaken(placement, address, 'server', report);
  const fault = addressFault(address.value, 'server');
  if (fault) {
    say(
      address,
      `${fault} in upstream "${address.value}"`,
      fault === 'invalid port'
        ? t('"{address}" has an invalid port. Ports range from 1 to 65535.', { address: address.value })
        : t(
            '"{address}" is not the address of a server. Write a name or an address, and optionally a colon and a port.',
            {
              address: address.value,
            },
          ),
    );
    return;
  }
  const isStream = placement.context.startsWith('stream');
  const service = serviceFault(address.value, parameters, isStream);
  if (service) say(service.word ?? address, service.says, service.told);
}

/** `NGX_HTTP_UPSTREAM_SID_LEN`. */
const LONGEST_ROUTE = 32;

function routeFault(value: string): { readonly says: string; readonly told: string } | undefined {
  const route = value.startsWith('route=') ? value.slice('route='.length) : undefined;
  if (route === '')
    return { says: 'route is empty', told: t('Write the name of the route, as jvmRoute has it.') };
  return route !== undefined && route.length > LONGEST_ROUTE
    ? { says: `route is longer than ${LONGEST_ROUTE}`, told: t('A route has at most 32 characters.') }
    : undefined;
}

/** `ngx_http_upstream_server` and `ngx_stream_upstream_server`: what `service=` goes with, and that stream has no port of its own. */
function serviceFault(
  address: string,
  parameters: readonly Word[],
  isStream: boolean,
): { readonly word?: Word; readonly says: string; readonly told: string } | undefined {
  const read = readAddress(address);
  if (read.kind !== 'inet') return undefined;
  const word = parameters.find(({ value }) => value.startsWith('service='));
  if (!word)
    return isStream && read.port === undefined
      ? {
          says: `no port in upstream "${address}"`,
          told: t('"{word}" has no port, and stream has none of its own. Write the port behind a colon.', {
            word: address,
          }),
        }
      : undefined;
  if (word.value === 'service=')
    return {
      word,
      says: 'service is empty',
      told: t('Write the name of the service, such as service=http.'),
    };
  if (read.port !== undefined)
    return {
      says: `service upstream "${address}" may not have port`,
      told: t('The port comes from the SRV records of the service. Remove it here.'),
    };
  if (isIpv4(read.host) || read.host.startsWith('['))
    return {
      says: `service upstream "${address}" requires domain name`,
      told: t('"service" looks for SRV records of a name. Write a name in place of the address.'),
    };
  return parameters.some(({ value }) => value === 'resolve')
    ? undefined
    : {
        word,
        says: `service upstream "${address}" requires "resolve" parameter`,
        told: t('"service" needs "resolve" beside it. Add it.'),
      };
}

const hasRoutes = ({ parent }: Placement): boolean =>
  parent !== undefined && written(parent, 'jvm_route').length > 0;

function parameterFault({ value }: Word, known: ReadonlyMap<string, Releases>): string | undefined {
  const name = parameterName(value);
  if (known.has(name)) {
    const check = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
    return !check || check(value.slice(name.length))
      ? undefined
      : t('"{value}" is not a valid value for "{parameter}". Correct it.', {
          value,
          parameter: name.slice(0, -1),
        });
  }
  if (name === 'srun_id=')
    return t(
      '"srun_id" comes with nginx-upstream-jvm-route, which the official builds of nginx do not include. {instead}',
      { instead: insteadOf('jvm_route') ?? '' },
    );
  return name === 'slow_start='
    ? t('Only NGINX Plus supports "slow_start". Remove it.')
    : t('"{value}" is not a parameter of "server" in an upstream. Remove or correct it.', { value });
}
