import { t } from '@vscode/l10n';
import type { LanguageSymbols, Mention, MentionView, NameKind } from '../symbols/kinds';
import { baseName, entryOf, folderOf } from '../text/paths';
import { hasPlaceholder } from '../text/placeholders';
import { span, type Span } from '../text/span';
import { holdsEntities } from '../xml/query';
import type { XmlDocument } from '../xml/tree';
import { type Component, componentsIn, pathOf } from './components';
import { roleKind, roleMentions } from './roles';
import { attributeOf, classOf, isOwn, valueOf } from './values';

type TomcatName = 'host' | 'executor' | 'global resource';

/** A name as a component writes it; undefined where something fills it in. */
interface Written {
  readonly name: string | undefined;
  readonly span: Span;
}

/** A name that a component makes or uses. */
type Found = Omit<Mention, 'name' | 'path' | 'kind'> & Written & { readonly kind: TomcatName };

/** Names of one file, and where those are known that all of it shares. */
interface Source {
  readonly path: string;
  /** The server.xml with the global resources: one for each Tomcat that reads the file. */
  readonly servers: readonly string[];
  /** Whether one of these may be another Tomcat's. */
  readonly isGuess: boolean;
}

const writer =
  (form: RegExp, says: () => string): NonNullable<NameKind['write']> =>
  (wanted) => {
    const name = wanted.trim();
    return form.test(name) ? { name } : { refused: says() };
  };

const kinds = {
  host: {
    title: () => t('host'),
    // StandardHost.setName and addAlias, StandardEngine.setDefaultHost.
    fold: (name) => name.toLowerCase(),
    write: writer(/^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/, () =>
      t('The name of a host consists of letters, digits, hyphens and dots. It may begin with "*.".'),
    ),
  },
  executor: {
    title: () => t('executor'),
    write: writer(/^[\w.-]+$/, () =>
      t('The name of an executor consists of letters, digits, dots, hyphens and underscores.'),
    ),
  },
  'global resource': {
    title: () => t('global resource'),
    write: writer(/^[\w.-]+(?:\/[\w.-]+)*$/, () =>
      t(
        'The name of a resource consists of letters, digits, dots, hyphens and underscores, with single slashes between.',
      ),
    ),
  },
} satisfies Record<TomcatName, NameKind>;

/** The names in Tomcat's files that another element refers to. */
export const tomcatSymbols: LanguageSymbols = {
  kinds: new Map<string, NameKind>([...Object.entries(kinds), ['role', roleKind]]),
  *mentions(view) {
    yield* mentions(view);
    yield* roleMentions(view);
  },
  renamable: () =>
    t('Only names can be renamed here: hosts and their aliases, executors, global resources and roles.'),
};

function* mentions(view: MentionView): Generator<Mention, void, undefined> {
  const found = [...view.files.values()].flatMap((file) =>
    file.kind === 'server.xml' || file.kind === 'context.xml'
      ? namesIn(file.document, sourceOf(file.path, file.kind, view), view)
      : [],
  );
  const open = new Set(found.flatMap(({ name, makes, keys }) => (makes || name !== undefined ? [] : keys)));
  for (const { name, ...one } of found) {
    if (name === undefined) continue;
    const mayBeMeant = one.makes && one.keys.some((key) => open.has(key));
    const fixed = one.fixed ?? (mayBeMeant ? () => mayMean(one.kind, name) : undefined);
    yield { ...one, name, ...(fixed && { fixed }) };
  }
  for (const file of view.files.values())
    if (file.kind === 'server.xml' || file.kind === 'context.xml')
      yield* propertiesIn(file.document, sourceOf(file.path, file.kind, view));
}

/** Each `${name}` of an attribute, which the catalina.properties beside the server.xml may make. */
function* propertiesIn(
  document: XmlDocument,
  { path, servers }: Source,
): Generator<Mention, void, undefined> {
  const keys = servers.map((server) => entryOf(folderOf(server), 'catalina.properties'));
  const one = { kind: 'property', path, makes: false, doubtful: true, keys };
  for (const { element } of componentsIn(document))
    for (const { valueSpan } of element.attributes) {
      if (!valueSpan) continue;
      const text = document.text.slice(valueSpan.start, valueSpan.end);
      for (const { 0: whole, 1: name = '', index } of text.matchAll(/\$\{([^{}:]+)[^{}]*\}/g)) {
        const start = valueSpan.start + index + whole.indexOf(name);
        yield { ...one, name, span: span(start, start + name.length) };
      }
    }
}

const mayMean = (kind: TomcatName, name: string): string =>
  t('A placeholder or an entity may stand for the {kind} "{name}" elsewhere, so it cannot be renamed.', {
    kind: kinds[kind].title(),
    name,
  });

function sourceOf(path: string, kind: 'server.xml' | 'context.xml', view: MentionView): Source {
  if (kind === 'server.xml') return { path, servers: [path], isGuess: false };
  const known = view.serverXmlsOf(path);
  if (known) return { path, servers: known.length > 0 ? known : [path], isGuess: false };
  const all = [...view.files.values()].filter((file) => file.kind === 'server.xml');
  return { path, servers: all.map((file) => file.path), isGuess: true };
}

function namesIn(
  document: XmlDocument,
  source: Source,
  view: MentionView,
): readonly (Found & { readonly path: string })[] {
  const { path, servers } = source;
  const found = [...componentsIn(document)].flatMap((component) => namesOf(component, source, view));
  if (document.root && holdsEntities(document.root)) {
    const keys = [...servers, ...found.flatMap((one) => one.keys)];
    found.push({ kind: 'global resource', name: undefined, span: span(0, 0), makes: false, keys });
  }
  const isOpen = source.isGuess && servers.length > 1;
  return found.map((one) => ({ ...one, path, ...(isOpen && { fixed: () => unknownReader(path, one) }) }));
}

const unknownReader = (path: string, { name = '' }: Found): string =>
  t(
    'It is not known which Tomcat of this workspace reads {file}, so the global resource "{name}" cannot be renamed.',
    { file: baseName(path), name },
  );

function namesOf(component: Component, source: Source, view: MentionView): readonly Found[] {
  const { path } = source;
  switch (pathOf(component)) {
    case 'Server/Service/Engine':
      return used('host', written(component, 'defaultHost'), [scopeOf(path, component)]);
    case 'Server/Service/Engine/Host':
      return hostNames(component, path, view);
    case 'Server/Service/Engine/Host/Alias':
      return made('host', component, contentOf(component), [scopeOf(path, component.parent?.parent)]);
    case 'Server/Service/Executor':
      return made('executor', component, written(component, 'name'), [scopeOf(path, component.parent)]);
    case 'Server/Service/Connector':
      return used('executor', written(component, 'executor'), [scopeOf(path, component.parent)]);
    default:
      return component.parent && pathOf(component.parent) === 'Server/GlobalNamingResources'
        ? made('global resource', component, written(component, 'name'), [path])
        : resourceUses(component, source);
  }
}

/** Names of two Engines or Services have nothing to do with each other. */
const scopeOf = (path: string, around: Component | undefined): string =>
  `${path} ${around?.element.span.start}`;

const made = (
  kind: TomcatName,
  { name: by }: Component,
  word: Written | undefined,
  keys: readonly string[],
): readonly Found[] => (word ? [{ kind, ...word, makes: true, by, keys }] : []);

const used = (
  kind: TomcatName,
  word: Written | undefined,
  keys: readonly string[],
  doubtful = false,
): readonly Found[] => (word ? [{ kind, ...word, makes: false, keys, doubtful }] : []);

function written(component: Component, name: string): Written | undefined {
  const { value = '', valueSpan } = attributeOf(component, name) ?? {};
  return valueSpan && value !== '' ? { name: literal(value), span: valueSpan } : undefined;
}

/** Undefined for what something fills in: placeholders, and entities of the document's own. */
const literal = (value: string): string | undefined =>
  hasPlaceholder(value) || /&[A-Za-z_:]/.test(value) ? undefined : value;

/** The text of an element, without the blanks around it. */
function contentOf({ element: { children } }: Component): Written | undefined {
  const [text, ...more] = children;
  if (text?.kind !== 'text' || more.length > 0) return undefined;
  const name = text.value.trim();
  // As it is written: no CDATA, nothing escaped.
  if (name === '' || text.value.length !== text.span.end - text.span.start) return undefined;
  const start = text.span.start + text.value.indexOf(name);
  return { name: literal(name), span: { start, end: start + name.length } };
}

function hostNames(host: Component, path: string, { files }: MentionView): readonly Found[] {
  const names = made('host', host, written(host, 'name'), [scopeOf(path, host.parent)]);
  return names.map((found) => {
    const folder = folderOf(path);
    // HostConfig looks for contexts in conf/Engine/host.
    const own = [...files.keys()].find((other) => {
      const [, name, ...rest] = other.startsWith(`${folder}/`)
        ? other.slice(folder.length + 1).split('/')
        : [];
      return rest.length > 0 && name?.toLowerCase() === found.name?.toLowerCase();
    });
    return own === undefined ? found : { ...found, fixed: () => hasFolder(found, folderOf(own)) };
  });
}

const hasFolder = ({ name = '' }: Found, folder: string): string =>
  t('Tomcat finds the files in {folder} by the name of the host "{name}", so it cannot be renamed here.', {
    folder: folder.split('/').slice(-3).join('/'),
    name,
  });

const USER_DATABASE_REALM = 'org.apache.catalina.realm.UserDatabaseRealm';

/** UserDatabaseRealm.resourceName. */
const DEFAULT_USER_DATABASE = 'UserDatabase';

/** Attributes that name a global resource, unless another one says that it is the app's own. */
const resourceAttributes = [
  {
    element: 'Realm',
    name: 'resourceName',
    unless: 'localJndiResource',
    classes: [USER_DATABASE_REALM],
  },
  {
    element: 'Realm',
    name: 'dataSourceName',
    unless: 'localDataSource',
    classes: ['org.apache.catalina.realm.DataSourceRealm'],
  },
  {
    element: 'Store',
    name: 'dataSourceName',
    unless: 'localDataSource',
    classes: ['org.apache.catalina.session.DataSourceStore', 'org.apache.catalina.session.JDBCStore'],
  },
];

function resourceUses(component: Component, { servers, isGuess }: Source): readonly Found[] {
  const { name: element, parent } = component;
  if (element === 'ResourceLink' && parent?.name === 'Context')
    return used('global resource', written(component, 'global'), servers, isGuess);
  const className = classOf(component);
  return resourceAttributes
    .filter(
      (one) =>
        one.element === element &&
        (className === undefined || !isOwn(className) || one.classes.includes(className)),
    )
    .flatMap(({ name, unless, classes }) => {
      const local = valueOf(component, unless);
      if (local !== undefined && local !== 'unknown' && local.text.toLowerCase() === 'true') return [];
      const isKnown = className !== undefined && classes.includes(className);
      const own = written(component, name);
      if (own) {
        const one = local === 'unknown' ? { ...own, name: undefined } : own;
        return used('global resource', one, servers, isGuess || !isKnown);
      }
      return isKnown && className === USER_DATABASE_REALM ? byDefault(component, servers, isGuess) : [];
    });
}

/** A place without a word: what is said of the Realm itself is for others. */
function byDefault(
  {
    element: {
      span: { start },
    },
  }: Component,
  keys: readonly string[],
  doubtful: boolean,
): readonly Found[] {
  const name = DEFAULT_USER_DATABASE;
  const fixed = (): string =>
    t(
      'A UserDatabaseRealm without resourceName uses the name "{name}", so it cannot be renamed. Write resourceName="{name}" there first.',
      { name },
    );
  return used('global resource', { name, span: span(start, start) }, keys, doubtful).map((one) => ({
    ...one,
    fixed,
  }));
}
