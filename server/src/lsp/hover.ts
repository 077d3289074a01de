import { t } from '@vscode/l10n';
import { MarkupKind } from 'vscode-languageserver';
import type { Hover } from 'vscode-languageserver';
import type { Explanation } from '../languages/features';
import type { Occurrence } from '../languages/symbols/kinds';
import { baseName } from '../languages/text/paths';
import { beliefAt } from './beliefs';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { openFile, type OpenFile, viewOf } from './openFile';
import type { Session } from './session';

/** Where a name is made, and what its language says of anything else. */
export function registerHover(session: Session): void {
  const { connection } = session;
  connection.onHover(
    guardRequest(connection, 'hover', null, async ({ textDocument, position }): Promise<Hover | null> => {
      const at = await openFile(session, textDocument.uri);
      if (!at) return null;
      const { file, lines } = at.file;
      const offset = lines.offsetAt(position);
      const named = nameAt(at, offset) ?? file.language.features.hover?.(offset, viewOf(at));
      const believed = beliefAt(at, offset);
      const found =
        named && believed
          ? { ...named, markdown: `${believed.markdown}\n\n---\n\n${named.markdown}` }
          : (named ?? believed);
      if (!found) return null;
      return {
        contents: { kind: MarkupKind.Markdown, value: found.markdown },
        range: rangeOf(at.file, found.span),
      };
    }),
  );
}

function nameAt(at: OpenFile, offset: number): Explanation | undefined {
  const names = at.check.model.names();
  const name = names.at(at.file.path, offset);
  const made = name ? names.definitions(name) : [];
  if (!name || made.length === 0) return undefined;
  const places = made.map((one) => whereMade(at, one)).join(', ');
  return {
    markdown: `**${names.shownAs(name)}**, ${names.titleOf(name.kind)}\n\n${t('Defined by {places}', { places })}`,
    span: name.span,
  };
}

function whereMade({ check }: OpenFile, { path, span, by }: Occurrence): string {
  const file = check.files.get(path);
  const place = `${baseName(path)}${file ? `:${file.lines.positionAt(span.start).line + 1}` : ''}`;
  return by === undefined ? place : t('{directive} in {place}', { directive: `\`${by}\``, place });
}
