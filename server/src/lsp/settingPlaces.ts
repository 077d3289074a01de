import { RequestType } from 'vscode-languageserver';
import { Requests, type SettingPlace, type SettingQuestion } from '../protocol';
import { stackOf } from '../workspace/errors';
import { settingsIn } from '../workspace/settings';
import { rangeOf } from './convert';
import type { Session } from './session';

/** Where the workspace sets what a log tells of. */
export function registerSettingPlaces(session: Session): void {
  const { connection } = session;
  connection.onRequest(
    new RequestType<SettingQuestion, SettingPlace[], void>(Requests.settings),
    async (question): Promise<SettingPlace[]> => {
      try {
        return (await session.settle()).flatMap(({ model, files }) =>
          settingsIn(model, question).flatMap(({ path, span, around }) => {
            const file = files.get(path);
            return file
              ? [{ uri: session.uriOf(path), range: rangeOf(file, span), around: rangeOf(file, around) }]
              : [];
          }),
        );
      } catch (error) {
        connection.console.error(`${Requests.settings} failed: ${stackOf(error)}`);
        throw error;
      }
    },
  );
}
