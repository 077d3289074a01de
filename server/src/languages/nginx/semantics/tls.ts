import { t } from '@vscode/l10n';
import { isBefore } from '../../text/versions';
import { addressFault } from '../check/url';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { inEffect, isSeen, valueInEffect } from '../effective';
import { hasVariable } from '../variables';
import { isOpen, type Report } from './problem';
import { serversIn, socketsOf } from './sockets';

/** Whether the value in effect is certain, and what it is. */
const sure = (level: Placement, name: string): string | undefined =>
  isSeen(level, name) ? valueInEffect(level, name) : undefined;

const lacks = (level: Placement, name: string): boolean => isSeen(level, name) && !inEffect(level, name);

const isOn = (text: string | undefined): boolean => text?.toLowerCase() === 'on';

function tell(level: Placement, name: string, says: string, told: string, report: Report): void {
  const placement = inEffect(level, name)?.lines.at(-1);
  const word = placement?.directive.args[0];
  if (!placement || !word || isOpen(word)) return;
  report({ family: 'ssl-certificate', placement, word, says, told });
}

/** `ngx_http_ssl_merge_srv_conf` and its like of stream: what clients' certificates are compared with. Before 1.27.2 one file counted. */
export function checkClients(server: Placement, version: string | undefined, report: Report): void {
  if (
    inEffect(server, 'ssl_certificate') &&
    isOn(sure(server, 'ssl_stapling')) &&
    isOn(sure(server, 'ssl_certificate_compression'))
  )
    tell(
      server,
      'ssl_certificate_compression',
      '"ssl_stapling" is incompatible with "ssl_certificate_compression"',
      t('nginx cannot compress certificates with what is stapled to them. Remove one of the two.'),
      report,
    );
  checkResponder(server, report);
  const verify = sure(server, 'ssl_verify_client')?.toLowerCase();
  if (verify !== 'on' && verify !== 'optional') {
    if (verify === 'optional_no_ca' && isOn(sure(server, 'ssl_ocsp')) && inEffect(server, 'ssl_certificate'))
      tell(
        server,
        'ssl_ocsp',
        '"ssl_ocsp" is incompatible with "ssl_verify_client optional_no_ca"',
        t('OCSP needs certificates that are verified. Remove it, or write "optional".'),
        report,
      );
    return;
  }
  if (!inEffect(server, 'ssl_certificate') || !isSeen(server, 'ssl_certificate')) return;
  const isOld = isBefore(version, '1.27.2');
  if (!lacks(server, 'ssl_client_certificate')) return;
  if (isOld !== true && !lacks(server, 'ssl_trusted_certificate')) return;
  tell(
    server,
    'ssl_verify_client',
    isOld === true
      ? 'no ssl_client_certificate for ssl_verify_client'
      : 'no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client',
    t(
      'nginx cannot verify clients without the certificates of those who sign theirs. Add ssl_client_certificate.',
    ),
    report,
  );
}

/** `ngx_ssl_ocsp`. */
function checkResponder(server: Placement, report: Report): void {
  const responder = sure(server, 'ssl_ocsp_responder');
  if (responder === undefined || !inEffect(server, 'ssl_certificate')) return;
  if (!/^(on|leaf)$/i.test(sure(server, 'ssl_ocsp') ?? '')) return;
  const url = responder.replace(/^http:\/\//i, '');
  const fault = url === responder ? 'invalid URL prefix' : addressFault(url, 'pass');
  if (fault !== undefined)
    tell(
      server,
      'ssl_ocsp_responder',
      `${fault} in OCSP responder "${url}" in "ssl_ocsp_responder"`,
      t('OCSP is asked over http://. Write such a URL.'),
      report,
    );
}

/** Where a `…_pass` leads over TLS: the prefix of its directives. */
const prefixes: Readonly<Record<string, readonly [string, RegExp]>> = {
  proxy_pass: ['proxy', /^https:/i],
  grpc_pass: ['grpc', /^grpcs:/i],
  uwsgi_pass: ['uwsgi', /^suwsgi:/i],
};

/** `ngx_http_proxy_set_ssl` and its like. */
export function checkPassedTls(placement: Placement, report: Report): void {
  const { parent, directive, context } = placement;
  const [url] = directive.args;
  if (!parent || !url || isOpen(url)) return;
  const [prefix, scheme] = prefixes[directive.name.value] ?? [];
  if (prefix === undefined || !scheme) return;
  if (context.startsWith('stream') ? !isOn(sure(parent, 'proxy_ssl')) : !scheme.test(url.value)) return;
  const named = (suffix: string): string => `${prefix}_ssl_${suffix}`;
  const certificate = sure(parent, named('certificate'));
  if (
    certificate !== undefined &&
    certificate !== '' &&
    !hasVariable(certificate) &&
    lacks(parent, named('certificate_key'))
  )
    tell(
      parent,
      named('certificate'),
      `no "${named('certificate_key')}" is defined for certificate "${certificate}"`,
      t('This certificate has no key. Add {name}.', { name: named('certificate_key') }),
      report,
    );
  else if (isOn(sure(parent, named('verify'))) && lacks(parent, named('trusted_certificate')))
    tell(
      parent,
      named('verify'),
      `no ${named('trusted_certificate')} for ${named('verify')}`,
      t('nginx cannot verify the servers without the certificates of those who sign theirs. Add {name}.', {
        name: named('trusted_certificate'),
      }),
      report,
    );
}

/** `ngx_stream_ssl_merge_srv_conf`: a certificate has its key. Before 1.25.5, and in mail, nginx tells what switches TLS on. */
export function checkKeys(server: Placement, report: Report, mode?: string): void {
  const certificates = inEffect(server, 'ssl_certificate');
  if (!certificates || !isSeen(server, 'ssl_certificate') || !isSeen(server, 'ssl_certificate_key')) return;
  const keys = inEffect(server, 'ssl_certificate_key')?.lines.length ?? 0;
  const last = certificates.lines.at(-1);
  const word = last?.directive.args[0];
  if (keys >= certificates.lines.length || !last || !word || isOpen(word)) return;
  report({
    family: 'ssl-certificate',
    placement: last,
    word,
    says: `no "ssl_certificate_key" is defined for certificate "${word.value}"${mode === undefined ? '' : ` and the "${mode}" directive`}`,
    told: t('This certificate has no key. Add ssl_certificate_key.'),
  });
}

/** `ngx_stream_ssl_init`, before 1.25.5 `ngx_stream_ssl_merge_conf`: the first server of a socket with TLS has a certificate. */
export function checkStreamTls(stream: Placement, version: string | undefined, report: Report): void {
  const isOld = isBefore(version, '1.25.5') === true;
  const seen = new Map<string, { readonly server: Placement; readonly isDefault: boolean }>();
  const lines = new Map<Placement, Placement>();
  for (const { placement: server, listeners } of serversIn(stream)) {
    for (const listener of listeners) {
      if (listener.ssl && listener.line && !lines.has(server)) lines.set(server, listener.line);
      for (const socket of socketsOf(listener)) {
        const first = seen.get(socket);
        if (!first || (listener.isDefault && !first.isDefault))
          seen.set(socket, { server, isDefault: listener.isDefault });
      }
    }
  }
  const firsts = new Set([...seen.values()].map(({ server }) => server));
  for (const [server, line] of lines) {
    if (!firsts.has(server)) continue;
    if (isOld) checkOldKeys(server, line, report);
    else if (lacks(server, 'ssl_certificate') && lacks(server, 'ssl_reject_handshake'))
      tellOf(
        server,
        server.directive.name,
        'no "ssl_certificate" is defined for the "listen ... ssl" directive',
        report,
      );
  }
}

function checkOldKeys(server: Placement, line: Placement, report: Report): void {
  const missing = ['ssl_certificate', 'ssl_certificate_key'].find((name) => lacks(server, name));
  if (missing === undefined) checkKeys(server, report, 'listen ... ssl');
  else
    tellOf(
      line,
      line.directive.name,
      `no "${missing}" is defined for the "listen ... ssl" directive`,
      report,
    );
}

function tellOf(placement: Placement, word: Word, says: string, report: Report): void {
  report({
    family: 'ssl-certificate',
    placement,
    word,
    says,
    told: t('TLS is on here, but not all that it needs is. Add ssl_certificate and ssl_certificate_key.'),
  });
}
