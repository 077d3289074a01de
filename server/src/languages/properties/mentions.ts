import { t } from '@vscode/l10n';
import type { LanguageSymbols, Mention, MentionView } from '../symbols/kinds';
import type { WorkersDocument } from './parse';
import { isFilledIn, workersOf } from './workers';

/** The names of workers. Each is known in its own file. */
export const workerSymbols: LanguageSymbols = {
  kinds: new Map([
    [
      'worker',
      {
        title: () => t('worker'),
        write: (wanted: string) => {
          const name = wanted.trim();
          // JK_MAX_NAME_LEN, and what a list or a key would end at.
          return /^[\w-]{1,60}$/.test(name)
            ? { name }
            : { refused: t('The name of a worker consists of letters, digits, hyphens and underscores.') };
        },
      },
    ],
  ]),
  mentions,
  renamable: () => t('Only the names of workers can be renamed here.'),
};

function* mentions({ files }: MentionView): Generator<Mention, void, undefined> {
  for (const { path, ...file } of files.values())
    if (file.kind === 'workers.properties') yield* namesIn(file.document, path);
}

function* namesIn(document: WorkersDocument, path: string): Generator<Mention, void, undefined> {
  const { settings, listed, byName } = workersOf(document);
  const one = { kind: 'worker', path, keys: [path] };
  const made = new Set<string>();
  const members = new Set([...byName.values()].flatMap((worker) => worker.members.map(({ text }) => text)));
  for (const { worker, workerSpan, directive, entry } of settings) {
    if (directive === 'reference' && entry.value.startsWith('worker.')) {
      const name = entry.value.slice('worker.'.length);
      const { start, end } = entry.valueSpan;
      yield { ...one, name, span: { start: start + 'worker.'.length, end }, makes: false };
    }
    // Its first line makes it, the others are about it. A route that is not written is the name: jvmRoute of a Tomcat.
    const isRoute = members.has(worker) && byName.get(worker)?.get('route') === undefined;
    yield {
      ...one,
      name: worker,
      span: workerSpan,
      makes: !made.has(worker),
      by: directive,
      ...(isRoute && {
        fixed: () =>
          t(
            '"{name}" is the route of the worker too, which the jvmRoute of a Tomcat repeats. Write its route first.',
            { name: worker },
          ),
      }),
    };
    made.add(worker);
  }
  const lists = [listed, ...[...byName.values()].map((worker) => worker.members)];
  for (const { text, span } of lists.flat())
    if (!isFilledIn(text)) yield { ...one, name: text, span, makes: false };
}
