import { t } from '@vscode/l10n';
import { MarkupKind } from 'vscode-languageserver';
import type { Hover } from 'vscode-languageserver';
import { contextsAt, wordAt } from '../languages/nginx/features/at';
import { describeDirective, describeVariable } from '../languages/nginx/features/hover';
import { variablesIn } from '../languages/nginx/variables';
import type { Occurrence } from '../languages/symbols/kinds';
import { baseName } from '../languages/text/paths';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
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
      const names = at.check.model.names();
      const occurrence = names.at(at.file.path, offset);
      if (occurrence) {
        const made = names.definitions(occurrence);
        if (made.length > 0) {
          const places = made.map((one) => whereMade(at, one));
          const title = occurrence.kind === 'variable' ? `$${occurrence.name}` : occurrence.name;
          return shown(
            `**${title}**, ${names.titleOf(occurrence.kind)}\n\n${t('Defined by {places}', { places: places.join(', ') })}`,
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

function whereMade({ check }: NginxFile, { path, span, by }: Occurrence): string {
  const file = check.files.get(path);
  const place = `${baseName(path)}${file ? `:${file.lines.positionAt(span.start).line + 1}` : ''}`;
  return by === undefined ? place : t('{directive} in {place}', { directive: `\`${by}\``, place });
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
