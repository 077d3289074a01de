import { t } from '@vscode/l10n';
import type { Directive, NginxDocument } from '../tree';
import { wordAt } from './at';

/** So much of a block is shown. */
const mostLines = 14;

/** A longer line is cut. */
const longest = 120;

/** The line around an offset without its block, and what it stands in: `proxy_pass http://tomcats` in `location /`. */
export function lineAround(document: NginxDocument, offset: number): string | undefined {
  const directive = directiveAt(document, offset);
  if (!directive) return undefined;
  const { parent } = directive;
  const own = code(headOf(document, directive));
  return parent && (parent.name.value === 'location' || parent.name.value === 'server')
    ? t('{line} in {block}', { line: own, block: code(headOf(document, parent)) })
    : own;
}

/** What makes a name at an offset, as it is written, and how an upstream balances. */
export function declarationAt(document: NginxDocument, offset: number): string | undefined {
  const directive = directiveAt(document, offset);
  if (!directive) return undefined;
  // A line of a map makes names for the block around it.
  const shown = directive.block || directive.parent?.name.value !== 'map' ? directive : directive.parent;
  const text = shown.name.value === 'upstream' ? blockOf(document, shown) : headOf(document, shown);
  const balances = shown.name.value === 'upstream' ? balancingOf(shown) : undefined;
  return [`\`\`\`nginx\n${text}\n\`\`\``, ...(balances === undefined ? [] : [balances])].join('\n\n');
}

const directiveAt = (document: NginxDocument, offset: number): Directive | undefined =>
  wordAt(document, offset)?.directive;

/** The words of a directive, on one line. */
function headOf({ text }: NginxDocument, { name, args }: Directive): string {
  const whole = text.slice(name.span.start, (args.at(-1) ?? name).span.end).replace(/\s+/g, ' ');
  return whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
}

/** A block as it is written, as far in as it begins. */
function blockOf({ text }: NginxDocument, { span: own, name }: Directive): string {
  const start = text.lastIndexOf('\n', name.span.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const lines = text.slice(name.span.start, own.end).split(/\r?\n/);
  const shown = lines.map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line));
  return shown.length > mostLines ? [...shown.slice(0, mostLines), '…'].join('\n') : shown.join('\n');
}

/** Which server gets a request; without a line for it, each in turn. */
function balancingOf({ block }: Directive): string {
  const lines = block?.directives ?? [];
  const by = lines.findLast(({ name }) =>
    /^(ip_hash|hash|least_conn|least_time|random|sticky)$/.test(name.value),
  );
  const [key = ''] = by?.args.map(({ value }) => value) ?? [];
  switch (by?.name.value) {
    case 'ip_hash':
      return t('The address of the client decides which server gets a request.');
    case 'hash':
      return t('A hash of {key} decides which server gets a request.', { key: code(key) });
    case 'least_conn':
      return t('The server with the fewest connections gets a request.');
    case 'least_time':
      return t('The server that answers fastest gets a request.');
    case 'random':
      return t('A server chosen at random gets a request.');
    case 'sticky':
      return t('A session stays on the server that began it.');
    default:
      return lines.some(({ name }) => name.value === 'include')
        ? t('The servers get requests in turn, unless an included file says otherwise.')
        : t('The servers get requests in turn (round robin), since no line says otherwise.');
  }
}

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
