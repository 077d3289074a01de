import { RequestType } from 'vscode-languageserver';
import {
  Requests,
  type UrlQuestion,
  type WhichLocationAnswer,
  type WhichLocationQuestion,
} from '../protocol';
import { stackOf } from '../workspace/errors';
import { urlAt } from '../workspace/urlAt';
import { locate, type Located } from '../workspace/whichLocation';
import { rangeOf } from './convert';
import { openFile } from './openFile';
import type { Session } from './session';
import { pathOf } from './uris';

/** "Which location serves a URL?": the answer in lines, each with its place. */
export function registerWhichLocation(session: Session): void {
  const { connection } = session;
  connection.onRequest(
    new RequestType<WhichLocationQuestion, WhichLocationAnswer, void>(Requests.whichLocation),
    async ({ url, near }): Promise<WhichLocationAnswer> => {
      try {
        const found = locate(await session.settle(), url, near === undefined ? undefined : pathOf(near));
        return 'problem' in found ? { ok: false, message: found.problem } : answerOf(session, found);
      } catch (error) {
        connection.console.error(`${Requests.whichLocation} failed: ${stackOf(error)}`);
        throw error;
      }
    },
  );
  connection.onRequest(
    new RequestType<UrlQuestion, string | null, void>(Requests.urlAt),
    async ({ uri, position }): Promise<string | null> => {
      const at = await openFile(session, uri);
      return (at && urlAt(at.check.model, at.file.path, at.file.lines.offsetAt(position))) ?? null;
    },
  );
}

function answerOf(session: Session, { check, answer, report, configuration }: Located): WhichLocationAnswer {
  const { mainFile, files, stock } = configuration;
  const decisive = answer.location ?? answer.server;
  return {
    ok: true,
    mainFile: session.uriOf(stock ? (files[0] ?? mainFile) : mainFile),
    stock: stock?.title ?? null,
    lines: report.map(({ text, place }) => {
      const file = place && check.files.get(place.path);
      return file
        ? { text, uri: session.uriOf(place.path), range: rangeOf(file, place.span) }
        : { text, uri: null, range: null };
    }),
    location: decisive ? placeIn(session, check, decisive.path, decisive.directive.name.span) : null,
  };
}

function placeIn(
  session: Session,
  check: Located['check'],
  path: string,
  span: { start: number; end: number },
): { uri: string; range: ReturnType<typeof rangeOf> } | null {
  const file = check.files.get(path);
  return file ? { uri: session.uriOf(path), range: rangeOf(file, span) } : null;
}
