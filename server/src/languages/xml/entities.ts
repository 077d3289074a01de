import { t } from '@vscode/l10n';
const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const reference = /&(?:#x([0-9a-fA-F]+);|#([0-9]+);|([A-Za-z_:][\w:.-]*);)?/g;

export interface ReferenceProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * Decodes character references and the five entities that XML predefines; every other reference stays as written.
 * @param declares whether the file has a document type, which may declare further entities
 */
export function decode(raw: string, declares: boolean): { text: string; problems: ReferenceProblem[] } {
  const problems: ReferenceProblem[] = [];
  let text = '';
  let from = 0;
  for (const match of raw.matchAll(reference)) {
    const [whole, hex, decimal, name] = match;
    const code = hex === undefined ? Number(decimal ?? NaN) : Number.parseInt(hex, 16);
    let value = whole;
    let message: string | undefined;
    if (isCharacter(code)) value = String.fromCodePoint(code);
    else if (hex !== undefined || decimal !== undefined)
      message = t('{entity} is not a valid XML character.', { entity: whole });
    else if (name === undefined) message = t('A "&" must be written "&amp;".');
    else if (Object.hasOwn(predefined, name)) value = predefined[name] ?? whole;
    else if (!declares) message = t('The entity {entity} is not declared.', { entity: whole });
    if (message) problems.push({ start: match.index, end: match.index + whole.length, message });
    text += raw.slice(from, match.index) + value;
    from = match.index + whole.length;
  }
  return { text: text + raw.slice(from), problems };
}

/** XML 1.0, production 2. */
function isCharacter(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** Text as it must stand in an attribute value between the given quotes. */
export function encodeAttribute(value: string, quote: '"' | "'"): string {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return quote === '"' ? escaped.replaceAll('"', '&quot;') : escaped.replaceAll("'", '&apos;');
}
