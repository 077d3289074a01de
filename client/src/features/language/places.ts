import { commands, Location, Position, Range, Uri, type Disposable } from 'vscode';
import type { PlainRange } from '../../../../server/src/protocol';

interface Place {
  readonly uri: string;
  readonly range: PlainRange;
}

/** What the lenses of the server call: shows places in a peek view, which no server can ask for in plain data. */
export const registerShowPlaces = (): Disposable =>
  commands.registerCommand(
    'clusterLab.showPlaces.internal',
    async (here: Place, places: readonly Place[]) => {
      const { start } = here.range;
      await commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(here.uri),
        new Position(start.line, start.character),
        places.map(({ uri, range }) => new Location(Uri.parse(uri), rangeOf(range))),
      );
    },
  );

const rangeOf = ({ start, end }: PlainRange): Range =>
  new Range(start.line, start.character, end.line, end.character);
