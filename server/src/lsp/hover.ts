import { t } from '@vscode/l10n';
import { MarkupKind } from 'vscode-languageserver';
import type { Hover } from 'vscode-languageserver';
import type { Explanation, Features } from '../languages/features';
import type { Occurrence } from '../languages/symbols/kinds';
import { leadsAt } from '../workspace/leads';
import { beliefAt } from './beliefs';
import { rangeOf } from './convert';
import { guardRequest } from './guard';
import { linkTo } from './names';
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
      const named = nameAt(session, at, offset) ?? file.language.features.hover?.(offset, viewOf(at));
      const told = [beliefAt(session, at, offset), leadAt(at, offset), named].filter(
        (one) => one !== undefined,
      );
      const found = told.at(-1);
      if (!found) return null;
      return {
        contents: {
          kind: MarkupKind.Markdown,
          value: told.map(({ markdown }) => markdown).join('\n\n---\n\n'),
        },
        range: rangeOf(at.file, found.span),
      };
    }),
  );
}

/** So many places are named where a name is used. */
const mostUses = 6;

/** Where a file lands in containers, and which node an address is. */
function leadAt({ check, file }: OpenFile, offset: number): Explanation | undefined {
  const leads = leadsAt(check.model, file.path, offset).filter(({ says }) => says.length > 0);
  const lines = new Set(leads.map(({ says }) => says.join(' ')));
  const [first] = leads;
  return first && { span: first.span, markdown: [...lines].join('\n\n') };
}

function nameAt(session: Session, at: OpenFile, offset: number): Explanation | undefined {
  const names = at.check.model.names();
  const name = names.at(at.file.path, offset);
  const all = name ? names.related(name) : [];
  const made = all.filter(({ makes }) => makes);
  if (!name || made.length === 0) return undefined;
  const places = made.map((one) => whereMade(session, at, one)).join(', ');
  const [first] = made;
  const declaration = first && featuresAt(at, first)?.declaration?.(first.span.start);
  const uses = all.filter(({ makes }) => !makes);
  const shown = uses.slice(0, mostUses).map((one) => `- ${whereUsed(session, at, one)}`);
  const more = uses.length - shown.length;
  return {
    markdown: [
      `**${names.shownAs(name)}**, ${names.titleOf(name.kind)}`,
      ...(declaration === undefined ? [] : [declaration]),
      t('Defined by {places}', { places }),
      ...(shown.length === 0 ? [] : [[`${t('Used by')}\n`, ...shown].join('\n')]),
      ...(more > 0 ? [t('and {count} more', { count: more })] : []),
    ].join('\n\n'),
    span: name.span,
  };
}

const featuresAt = ({ check }: OpenFile, { path }: Occurrence): Features | undefined =>
  check.files.get(path)?.file.language.features;

function whereMade(session: Session, { check }: OpenFile, { path, span, by }: Occurrence): string {
  const place = linkTo(session, check, path, span);
  return by === undefined ? place : t('{directive} in {place}', { directive: `\`${by}\``, place });
}

function whereUsed(session: Session, at: OpenFile, use: Occurrence): string {
  const line = featuresAt(at, use)?.line?.(use.span.start);
  return [linkTo(session, at.check, use.path, use.span), ...(line === undefined ? [] : [line])].join(' ');
}
