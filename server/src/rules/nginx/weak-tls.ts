import { t } from '@vscode/l10n';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { enclosing, hasGap, written } from '../../languages/nginx/effective';
import { type Server, serverAt, speaksTls } from '../../languages/nginx/http';
import type { Word } from '../../languages/nginx/tree';
import { rule, type Fix } from '../define';
import { nameOf, offered, valuesOf, withoutWord } from '../support/nginx';

/** Broken for years (RFC 6176, RFC 7568); the two others are only discouraged (RFC 8996), and mostly off in OpenSSL itself. */
const broken: ReadonlySet<string> = new Set(['SSLv2', 'SSLv3']);
const old: ReadonlySet<string> = new Set(['TLSv1', 'TLSv1.1']);

/** Parts of the names of cipher suites, and names of groups of them (openssl-ciphers(1)), that protect nothing any more. */
const weak: ReadonlySet<string> = new Set([
  'RC4',
  'RC2',
  'MD5',
  'NULL',
  'eNULL',
  'aNULL',
  'ADH',
  'AECDH',
  'EXP',
  'EXPORT',
  'EXPORT40',
  'EXPORT56',
  'LOW',
  'DES',
  '3DES',
]);

/** What somebody has written although it protects nothing. */
export const weakTls = rule({
  meta: {
    id: 'nginx/weak-tls',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      broken: '{name} is broken: others can read what is sent with it. Remove it.',
      old: '{name} is deprecated (RFC 8996), and no current browser needs it. Remove it.',
      cipher: '"{name}" allows ciphers that can be broken or protect nothing. Remove it.',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main') return;
    const lines = ['ssl_protocols', 'ssl_ciphers'].flatMap((name) => placementsNamed(configuration, name));
    for (const placement of lines) {
      if (placement.context.startsWith('mail') || !isUsed(placement, configuration)) continue;
      const { path, directive } = placement;
      const text = context.model.textOf(path);
      if (nameOf(placement) === 'ssl_ciphers') {
        const cipher = weakCipher(valuesOf(placement)[0] ?? '');
        const [word] = directive.args;
        if (word && cipher !== undefined)
          context.report({ path, span: word.span, message: 'cipher', data: { name: cipher } });
        continue;
      }
      for (const word of directive.args) {
        const isBroken = broken.has(word.value);
        if (!isBroken && !old.has(word.value)) continue;
        context.report({
          path,
          span: word.span,
          message: isBroken ? 'broken' : 'old',
          data: { name: word.value },
          ...(!isBroken && { severity: 'information' as const }),
          fixes: withoutAll(path, text, directive.args),
        });
      }
    }
  },
});

/** Takes out all of them, as long as one protocol is left. */
function withoutAll(path: string, text: string, args: readonly Word[]): readonly Fix[] {
  const bad = args.filter(({ value }) => broken.has(value) || old.has(value));
  if (bad.length === args.length) return [];
  return [
    offered(t('Remove weak protocols and ciphers'), path, ...bad.map((word) => withoutWord(text, word))),
  ];
}

/** What openssl-ciphers(1) shuts out with a group. */
const within: Readonly<Record<string, string>> = {
  ADH: 'aNULL',
  AECDH: 'aNULL',
  NULL: 'eNULL',
  eNULL: 'NULL',
  EXP: 'EXPORT',
  EXPORT: 'EXP',
  EXPORT40: 'EXPORT',
  EXPORT56: 'EXPORT',
};

/** The first suite or group that is let in. What `!` shuts out anywhere in the list stays out, and `+` only moves to the end. */
function weakCipher(list: string): string | undefined {
  const entries = list.split(/[:, ]+/);
  const out = new Set(entries.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1)));
  return entries.find((entry) => {
    if (/^[!+-]/.test(entry) || out.has(entry)) return false;
    const parts = entry.replace('DES-CBC3', '3DES').split(/[-+_]/);
    return (
      parts.some((part) => weak.has(part)) &&
      !parts.some((part) => out.has(part) || out.has(within[part] ?? part))
    );
  });
}

const isTls = (server: Server): boolean => server.listeners.some((listener) => speaksTls(server, listener));

/** Whether the server of a directive, or one below it that has no such line of its own, has TLS. */
function isUsed(placement: Placement, configuration: NginxConfiguration): boolean {
  const server = enclosing(placement, 'server');
  const servers = server
    ? [server]
    : placementsNamed(configuration, 'server').filter((one) => one.children.length > 0);
  const name = nameOf(placement);
  return servers.some(
    (one) =>
      (one === server ||
        (one.parent === placement.parent && !hasGap(one) && written(one, name).length === 0)) &&
      isTls(serverAt(one)),
  );
}
