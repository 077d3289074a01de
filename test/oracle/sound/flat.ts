import type { NginxConfiguration, Placement } from '../../../server/src/languages/nginx/configuration';
import type { Check } from '../../../server/src/workspace/check';

/** What needs a user, a module in a file, or a file of much work, and decides nothing here. */
const DROPPED = new Set(['include', 'user', 'load_module', 'pid', 'ssl_dhparam']);

/** Where a certificate, a key or a place to write at stands among the arguments: it is one of the judge's. */
const CERTIFICATES = /^(?:(?:proxy_|grpc_)?ssl_(?:client_|trusted_)?certificate|ssl_crl)$/;
const KEYS = /^(?:proxy_|grpc_)?ssl_certificate_key$/;
const WRITTEN = /^(?:access_log|error_log|\w+_cache_path|\w+_temp_path)$/;

export interface Furniture {
  readonly folder: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * All that nginx reads of a configuration as one text that it can test on any machine: what a main file includes stands in
 * the place of the include, a file that no main file includes within what it is taken for, and a variable of the
 * environment is what Compose says. Undefined where it belongs into a block that is not known, or is a template of others.
 */
export function flat(
  configuration: NginxConfiguration,
  { files }: Pick<Check, 'files'>,
  environment: ReadonlyMap<string, string>,
  furniture: Furniture,
): string | undefined {
  const { placements, contexts, stock } = configuration;
  const textOf = ({ path }: Placement): string => files.get(path)?.text ?? stock?.document.text ?? '';
  const write = (placement: Placement): string => {
    const { directive, children } = placement;
    const name = directive.name.value;
    if (DROPPED.has(name)) return '';
    const text = textOf(placement);
    const words = directive.args.map(({ span }) => text.slice(span.start, span.end));
    const [first = ''] = words;
    if (CERTIFICATES.test(name)) words[0] = furniture.certificate;
    else if (KEYS.test(name)) words[0] = furniture.key;
    else if (WRITTEN.test(name) && first !== 'off' && !first.startsWith('syslog:'))
      words[0] = `${furniture.folder}/${first.replaceAll(/[^\w.$]/g, '_')}`;
    const line = [text.slice(directive.name.span.start, directive.name.span.end), ...words].join(' ');
    return directive.block ? `${line} {\n${children.map(write).join('')}}\n` : `${line};\n`;
  };
  const body = placements
    .map(write)
    .join('')
    .replaceAll(/\$\{([A-Z_]+)\}/g, (whole, name: string) => environment.get(name) ?? whole);
  const [context] = contexts;
  if (body.trim() === '') return undefined;
  if (context === 'main') return body;
  if (context === 'http') return `events {}\nhttp {\n${body}}\n`;
  if (context === 'server') return `events {}\nhttp {\nserver {\n${body}}\n}\n`;
  if (context === 'location') return `events {}\nhttp {\nserver {\nlocation / {\n${body}}\n}\n}\n`;
  return undefined;
}
