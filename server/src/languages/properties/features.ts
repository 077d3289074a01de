import { t } from '@vscode/l10n';
import type { Explanation, Features, OutlineItem, Suggestion } from '../features';
import { contains, type Span } from '../text/span';
import { type WorkerDirective, workerDirectives } from './directives';
import { wordsOf, type WorkersDocument } from './parse';
import { type Worker, workersOf } from './workers';

export const featuresOf = (document: WorkersDocument): Features => ({
  hover: (offset) => hover(document, offset),
  complete: (offset) => complete(document, offset),
  outline: () => outline(document),
});

function hover(document: WorkersDocument, offset: number): Explanation | undefined {
  const setting = workersOf(document).settings.find(({ directiveSpan }) =>
    contains(directiveSpan, { start: offset, end: offset }),
  );
  const directive = setting && workerDirectives().get(setting.directive);
  return directive && { markdown: markdownOf(directive), span: setting.directiveSpan };
}

const KINDS = {
  ajp: () => t('a worker of one Tomcat'),
  lb: () => t('a load balancer'),
  status: () => t('a status worker'),
};

function markdownOf({ name, of, says, default: preset, values, successor }: WorkerDirective): string {
  return [
    `**${name}**`,
    says,
    ...(successor === undefined || successor === ''
      ? []
      : [t('Write {name} instead.', { name: `\`${successor}\`` })]),
    ...(preset === undefined ? [] : [t('Default: {value}', { value: `\`${preset}\`` })]),
    ...(values ? [t('Values: {values}', { values: values.map((value) => `\`${value}\``).join(', ') })] : []),
    t('For {kinds}.', { kinds: of.map((kind) => KINDS[kind]()).join(', ') }),
  ].join('\n\n');
}

/** What may be written: a worker or a directive in a key, a value or the name of a worker behind `=`. */
function complete(document: WorkersDocument, offset: number): readonly Suggestion[] {
  const { text } = document;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start, offset);
  if (line.includes('#')) return [];
  const equals = line.indexOf('=');
  const workers = workersOf(document);
  if (equals === -1) {
    const [, prefix = '', typed = ''] = /^(\s*(?:worker\.(?:[^\s=]*\.)?)?)([^.\s=]*)$/.exec(line) ?? [];
    const span = { start: start + prefix.length, end: endOfWord(text, offset) };
    const path = prefix.trim();
    if (path === '') return [word('worker.', span, typed, t('A line about workers'))];
    if (path === 'worker.')
      return [
        ...['list', 'maintain'].map((name) => word(`${name}=`, span, name, globalSays(name))),
        ...[...workers.byName.keys()].map((name) => word(`${name}.`, span, name, t('worker'))),
      ];
    return directivesFor(workers.byName.get(path.slice('worker.'.length, -1)), span);
  }
  const key = line.slice(0, equals).trim();
  const typed = /[^ \t,=]*$/.exec(line)?.[0] ?? '';
  const span = { start: offset - typed.length, end: endOfWord(text, offset) };
  const directive = key.slice(key.lastIndexOf('.') + 1);
  if (key === 'worker.list' || directive === 'balance_workers') {
    const taken = document.entries
      .filter((entry) => entry.key === key)
      .flatMap(wordsOf)
      .filter((one) => one.span.start !== span.start);
    return [...workers.byName.values()]
      .filter(({ name }) => !taken.some((one) => one.text === name) && !key.startsWith(`worker.${name}.`))
      .map(({ name, get }) => ({
        ...word(name, span, name, get('type')?.entry.value ?? 'ajp13'),
        kind: 'name' as const,
      }));
  }
  if (directive === 'reference')
    return [...workers.byName.keys()].map((name) =>
      word(`worker.${name}`, { ...span, start: start + equals + 1 }, name, t('worker')),
    );
  const { values = [], default: preset } = workerDirectives().get(directive) ?? {};
  return values.map((value) => ({
    ...word(value, span, value, value === preset ? t('default') : ''),
    kind: 'value' as const,
  }));
}

const globalSays = (name: string): string =>
  name === 'list'
    ? t('The workers that requests may be mapped to')
    : t('Seconds between two looks at connections and at members that are down; default 60');

const endOfWord = (text: string, offset: number): number =>
  offset + (/^[\w.-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);

const word = (text: string, span: Span, filter: string, detail: string): Suggestion => ({
  kind: 'name',
  label: text,
  detail,
  span,
  text,
  isSnippet: false,
  filter,
  rank: 1,
});

function directivesFor(worker: Worker | undefined, span: Span): readonly Suggestion[] {
  const type = worker?.get('type')?.entry.value;
  const kind = type === 'lb' || type === 'status' ? type : 'ajp';
  return [...workerDirectives().values()]
    .filter(({ successor }) => successor === undefined)
    .map((directive) => ({
      kind: 'directive' as const,
      label: directive.name,
      ...(directive.default !== undefined && { detail: directive.default }),
      span,
      text: `${directive.name}=`,
      isSnippet: false,
      filter: directive.name,
      rank: directive.of.includes(kind) && worker?.get(directive.name) === undefined ? 1 : 5,
      documentation: () => markdownOf(directive),
    }));
}

function outline(document: WorkersDocument): readonly OutlineItem[] {
  return [...workersOf(document).byName.values()].flatMap(({ name, settings, get }) => {
    const [first] = settings;
    if (!first) return [];
    const host = get('host')?.entry.value;
    const port = get('port')?.entry.value;
    const type = get('type')?.entry.value ?? 'ajp13';
    const address = host === undefined && port === undefined ? '' : ` ${host ?? 'localhost'}:${port ?? 8009}`;
    const span = { start: first.entry.keySpan.start, end: first.entry.valueSpan.end };
    return [
      {
        name,
        detail: `${type}${address}`,
        kind: type === 'lb' ? ('upstream' as const) : ('server' as const),
        span,
        selection: first.workerSpan,
        children: settings.map(({ directive, directiveSpan, entry }) => ({
          name: directive,
          detail: directive === 'secret' ? '' : entry.value,
          kind: 'name' as const,
          span: { start: entry.keySpan.start, end: entry.valueSpan.end },
          selection: directiveSpan,
          children: [],
        })),
      },
    ];
  });
}
