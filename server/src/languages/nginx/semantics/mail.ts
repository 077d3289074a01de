import { t } from '@vscode/l10n';
import { addressFault } from '../check/url';
import type { Placement } from '../configuration';
import { inEffect, isSeen, written } from '../effective';
import { type Server, portsOf } from '../http';
import { hasVariable } from '../variables';
import { isOpen, type Report } from './problem';
import { checkClients, checkKeys } from './tls';

/** `ngx_mail_auth_http`. */
export function checkAuthHttp(placement: Placement, report: Report): void {
  const [word] = placement.directive.args;
  if (!word || isOpen(word) || hasVariable(word.value)) return;
  const url = word.value.replace(/^http:\/\//, '');
  const fault = addressFault(url, 'pass');
  if (!fault) return;
  report({
    family: 'proxy-pass',
    placement,
    word,
    says: `${fault} in auth_http "${url}"`,
    told: t('"{url}" does not name a server.', { url: word.value }),
  });
}

const protocols: Readonly<Record<string, string>> = {
  25: 'smtp',
  110: 'pop3',
  143: 'imap',
  465: 'smtp',
  587: 'smtp',
  993: 'imap',
  995: 'pop3',
};

const lacks = (level: Placement, name: string): boolean => isSeen(level, name) && !inEffect(level, name);

/** What a server of mail has to have: ngx_mail_core_merge_srv_conf, ngx_mail_auth_http_merge_conf, ngx_mail_ssl_merge_conf. */
export function checkMailServer(
  { placement: server, listeners }: Server,
  version: string | undefined,
  report: Report,
): void {
  const say = (
    placement: Placement,
    family: 'listen' | 'ssl-certificate',
    says: string,
    told: string,
  ): void => report({ family, placement, word: placement.directive.name, says, told });
  // The port of the last listen that has one of theirs names the protocol.
  const isKnown = listeners.some((listener) =>
    portsOf(listener).some((port) => protocols[port] !== undefined),
  );
  if (listeners.some(({ line }) => line) && !isKnown && lacks(server, 'protocol'))
    say(
      server,
      'listen',
      'unknown mail protocol for server',
      t('The port does not tell the protocol. Add "protocol imap;", "pop3" or "smtp".'),
    );
  else if (lacks(server, 'auth_http'))
    say(
      server,
      'listen',
      'no "auth_http" is defined for server',
      t('nginx asks an HTTP server who may come in, and where to. Add auth_http.'),
    );
  const mode = checkTls(server, say);
  if (mode === undefined) return;
  checkKeys(server, report, mode);
  checkClients(server, version, report);
}

const isOn = (line: Placement | undefined): boolean =>
  /^(on|only)$/i.test(line?.directive.args[0]?.value ?? '');

/** What switches TLS on, where all that it needs is there. */
function checkTls(
  server: Placement,
  say: (placement: Placement, family: 'ssl-certificate', says: string, told: string) => void,
): string | undefined {
  const listen = written(server, 'listen').find(({ directive }) =>
    directive.args.some(({ value }) => value === 'ssl'),
  );
  const [ssl] = inEffect(server, 'ssl')?.lines ?? [];
  const [starttls] = inEffect(server, 'starttls')?.lines ?? [];
  const [line, mode] = listen
    ? [listen, 'listen ... ssl']
    : isOn(ssl)
      ? [ssl, 'ssl']
      : isOn(starttls)
        ? [starttls, 'starttls']
        : [];
  if (!line || mode === undefined) return undefined;
  const missing = ['ssl_certificate', 'ssl_certificate_key'].find((name) => lacks(server, name));
  if (missing !== undefined)
    say(
      line,
      'ssl-certificate',
      `no "${missing}" is defined for the "${mode}" directive`,
      t('TLS is on here, but there is no {name}. Add it.', { name: missing }),
    );
  return missing === undefined ? mode : undefined;
}

/** `ngx_mail_ssl_enable`, `ngx_mail_ssl_starttls`: of one server the second of the two is refused. */
export function checkStarttls(placement: Placement, report: Report): void {
  const { name, args } = placement.directive;
  const { parent } = placement;
  const [own] = args;
  if (!parent || !own || !/^(on|only)$/i.test(own.value)) return;
  const other = name.value === 'ssl' ? 'starttls' : 'ssl';
  const first = written(parent, other).find(({ directive }) =>
    /^(on|only)$/i.test(directive.args[0]?.value ?? ''),
  );
  if (!first || parent.children.indexOf(first) > parent.children.indexOf(placement)) return;
  report({
    family: 'incompatible',
    placement,
    word: name,
    says:
      name.value === 'ssl'
        ? '"starttls" directive conflicts with "ssl on"'
        : '"ssl" directive conflicts with "starttls"',
    told: t('A server speaks TLS from the first byte or after STARTTLS, not both. Keep one of the two.'),
  });
}
