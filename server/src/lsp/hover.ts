import { t } from '@vscode/l10n';
import { MarkupKind } from 'vscode-languageserver';
import type { Hover } from 'vscode-languageserver';
import { contextsAt, wordAt } from '../languages/nginx/features/at';
import { describeDirective, describeVariable } from '../languages/nginx/features/hover';
import { kindInWords } from '../languages/nginx/features/symbolNames';
import type { Directive } from '../languages/nginx/tree';
import { variablesIn } from '../languages/nginx/variables';
import { baseName } from '../languages/text/paths';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { occurrenceAt } from './navigation';
import { nginxFile, versionAt, type NginxFile } from './nginxFile';
import type { Session } from './session';

/** What a directive, a variable or a name in an nginx file means. */
export function registerHover(session: Session): void {
  const { connection } = session;
  connection.onHover(
    guardRequest(connection, 'hover', null, async ({ textDocument, position }): Promise<Hover | null> => {
      const at = await nginxFile(session, textDocument.uri);
      if (!at) return null;
      const offset = at.file.lines.offsetAt(position);
      const found = wordAt(at.document, offset);
      if (!found) return null;
      const { directive, word, index } = found;
      const contexts = contextsAt(at.check.model.configurations, at.file.path, directive.parent);
      if (index === 0 && !contexts.has('entries'))
        return shown(describeDirective(directive.name.value, contexts, versionAt(at)), at, word.span);
      const name = occurrenceAt(at, position);
      if (name) {
        const { occurrence, index: symbols } = name;
        const made = symbols.definitions(occurrence);
        if (made.length > 0) {
          const places = made.map(({ path, span, placement }) =>
            whereMade(at, path, span.start, placement.directive),
          );
          const title = occurrence.kind === 'variable' ? `$${occurrence.name}` : occurrence.name;
          return shown(
            `**${title}**, ${kindInWords(occurrence.kind)}\n\n${t('Defined by {places}', { places: places.join(', ') })}`,
            at,
            occurrence.span,
          );
        }
      }
      const variable = variableAt(at, offset);
      return variable ? shown(describeVariable(variable.name), at, variable.span) : null;
    }),
  );
}

function whereMade({ check }: NginxFile, path: string, offset: number, { name }: Directive): string {
  const file = check.files.get(path);
  const place = `${baseName(path)}${file ? `:${file.lines.positionAt(offset).line + 1}` : ''}`;
  return t('{directive} in {place}', { directive: `\`${name.value}\``, place });
}

/** The variable at an offset of a word, as it is written: `$name` or `${name}`. */
function variableAt(
  { file }: NginxFile,
  offset: number,
): { name: string; span: { start: number; end: number } } | undefined {
  const line = file.text.lastIndexOf('\n', offset - 1) + 1;
  const end = file.text.indexOf('\n', offset);
  const text = file.text.slice(line, end === -1 ? undefined : end);
  for (const { name, ...found } of variablesIn(text)) {
    const at = { start: line + found.start, end: line + found.end };
    if (at.start <= offset && offset <= at.end) return { name, span: at };
  }
  return undefined;
}

const shown = (
  value: string | undefined,
  { file }: NginxFile,
  span: { readonly start: number; readonly end: number },
): Hover | null =>
  value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(file, span) };
