import { folderOf, isInside } from '../languages/text/paths';
import { childElements, childrenNamed, descendants, localName, textOf } from '../languages/xml/query';
import type { XmlElement } from '../languages/xml/tree';
import type { SourceFile } from './source';

type JavaFile = Extract<SourceFile, { kind: 'java' }>;

/**
 * The apps in Tomcat's `webapps` by the title in their web.xml, with all classes that these name, the same in every release
 * from 7.0.47 to 11.0.15. ROOT and docs name none.
 */
const CLASSES: ReadonlyMap<string, RegExp | undefined> = new Map([
  ['Welcome to Tomcat', undefined],
  ['Tomcat Documentation', undefined],
  ['Tomcat Manager Application', /^org\.apache\.catalina\.(?:manager|filters)\./],
  ['Tomcat Host Manager Application', /^org\.apache\.catalina\.(?:manager\.host|filters)\./],
  [
    'Servlet and JSP Examples',
    /^(?:org\.apache\.catalina\.filters\.|(?:async|cal|chat|checkbox|colors|compressionFilters|dates|error|examples|filters|http2|jsp2\.examples|listeners|nonblocking|num|sessions|trailers|util|validators|websocket)\.|(?:Clock2|CookieExample|HelloWorldExample|Request(?:Header|Info|Param)Example|ServletToJsp|SessionExample)\b)/,
  ],
]);

/** What the web.xml of ROOT and docs holds. */
const PLAIN = new Set(['display-name', 'description', 'error-page', 'request-character-encoding']);

/** The web roots of apps as Tomcat ships them. One to which somebody has added something is somebody's own. */
export function shippedRoots(files: ReadonlyMap<string, SourceFile>): readonly string[] {
  const all = [...files.values()];
  const java = all.filter((file): file is JavaFile => file.kind === 'java');
  return all.flatMap((file) => {
    if (file.kind !== 'web.xml' || !file.path.endsWith('/WEB-INF/web.xml')) return [];
    const webRoot = folderOf(folderOf(file.path));
    const { root, faults } = file.document;
    if (!root || faults.length > 0) return [];
    const [title] = childrenNamed(root, 'display-name').map(textOf);
    if (title === undefined || !CLASSES.has(title)) return [];
    const classes = CLASSES.get(title);
    const names = [
      ...classesOf(root),
      ...java
        .filter(({ path }) => isInside(path, `${webRoot}/WEB-INF`))
        .flatMap(({ document }) => document.types.map(({ qualifiedName }) => qualifiedName)),
    ];
    const isPlain = childElements(root).every((child) => PLAIN.has(localName(child)));
    const isUntouched = classes
      ? names.every((name) => classes.test(name)) && childrenNamed(root, 'distributable').length === 0
      : names.length === 0 && isPlain;
    return isUntouched ? [webRoot] : [];
  });
}

const classesOf = (root: XmlElement): readonly string[] =>
  [...descendants(root)]
    .filter((element) => /^(?:servlet|filter|listener)-class$/.test(localName(element)))
    .map(textOf);
