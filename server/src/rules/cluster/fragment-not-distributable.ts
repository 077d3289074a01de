import { t } from '@vscode/l10n';
import type { App, ClusterModel, TomcatFile } from '../../cluster/model';
import type { SourceFile } from '../../cluster/source';
import { folderOf, isInside } from '../../languages/text/paths';
import { attribute, childrenNamed, descendants, localName } from '../../languages/xml/query';
import { rule } from '../define';
import { insertDistributable } from '../support/tomcat';

type PomFile = Extract<SourceFile, { kind: 'pom.xml' }>;

/** WebXml.merge: the merged application is distributable only if each fragment is. */
export const fragmentNotDistributable = rule({
  meta: {
    id: 'cluster/fragment-not-distributable',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      fragment:
        'This fragment is not distributable, and goes with its JAR into the web app "{app}", which is: Tomcat then takes the whole app for not distributable, replicates none of its sessions, and logs nothing. Add <distributable/> here, too.',
    },
  },
  group(group, { model, report }) {
    if (!group.intent || !group.nodes.some(({ cluster }) => cluster)) return;
    for (const file of model.tomcatFiles) {
      const { root } = file.document;
      if (!isFragment(file) || !root || hasDistributable(file)) continue;
      const app = group.apps.find((one) => takesFragments(one) && packs(one, file.path, model));
      if (!app?.webXml || !app.distributable) continue;
      report({
        path: file.path,
        span: root.nameSpan,
        message: 'fragment',
        data: { app: app.name },
        related: [
          {
            path: app.webXml.path,
            span: app.distributable.nameSpan,
            message: t('the web app "{app}" is distributable', { app: app.name }),
          },
        ],
        fixes: [
          {
            title: t('Add <distributable/>'),
            safe: false,
            edits: new Map([[file.path, insertDistributable(file.document, root)]]),
          },
        ],
      });
    }
  },
});

const isFragment = ({ kind, path, document, isWhole }: TomcatFile): boolean =>
  kind === 'web-fragment.xml' &&
  path.endsWith('/META-INF/web-fragment.xml') &&
  document.faults.length === 0 &&
  isWhole;

const hasDistributable = ({ document: { root } }: TomcatFile): boolean =>
  root !== undefined && [...descendants(root)].some((one) => localName(one) === 'distributable');

/** Fragments do not count where web.xml says that it is complete, or names those that do. */
const takesFragments = ({ webXml, isWhole }: App): boolean =>
  webXml !== undefined &&
  isWhole &&
  attribute(webXml.root, 'metadata-complete')?.value !== 'true' &&
  childrenNamed(webXml.root, 'absolute-ordering').length === 0;

/** Whether the JAR of a file's Maven module surely gets into the app. */
function packs({ webRoot }: App, path: string, { files }: ClusterModel): boolean {
  const poms = [...files.values()].filter((file): file is PomFile => file.kind === 'pom.xml');
  const around = (inner: string): PomFile | undefined =>
    poms
      .filter((pom) => isInside(inner, folderOf(pom.path)))
      .toSorted((a, b) => b.path.length - a.path.length)[0];
  const module = around(path);
  const start = around(webRoot);
  if (!module || !start || module === start || !isInside(path, `${folderOf(module.path)}/src/main/resources`))
    return false;
  if (module.packaging !== 'jar' || start.packaging !== 'war') return false;
  const reached = new Set([start]);
  for (const pom of reached) {
    for (const { artifactId, scope } of pom.dependencies ?? []) {
      if (scope !== 'compile' && scope !== 'runtime') continue;
      for (const other of poms) if (other.artifactId === artifactId) reached.add(other);
    }
  }
  return reached.has(module);
}
