import { t } from '@vscode/l10n';
import type { App, ClusterModel, TomcatFile } from '../../../cluster/model';
import { removeAttribute, removeElement } from '../../../languages/xml/edit';
import { childrenNamed, descendants, localName } from '../../../languages/xml/query';
import type { XmlElement } from '../../../languages/xml/tree';
import type { TextEdit } from '../../../languages/text/span';
import { attributeOf } from '../../../languages/tomcat/values';
import { type Fix, type Rule, rule } from '../../define';
import { fixIn, insertDistributable } from '../../support/tomcat';

/** The digester knows `web-app/distributable` alone (WebRuleSet), and what it does not know it passes over. */
const misplaced = rule({
  meta: {
    id: 'tomcat/distributable-misplaced',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      inside:
        '<distributable/> inside <{parent}> is ignored, and nothing is logged: the sessions of this application are not replicated. Move it directly into <{root}>.',
      twice: '<distributable/> inside <{parent}> is ignored, and nothing is logged. Remove it.',
      spelt:
        'Tomcat does not know <{name}>, ignores it and logs nothing: the sessions of this application are not replicated. Write <distributable/>.',
    },
  },
  tomcatFile(file, { report }) {
    const { path, kind, document, role, isWhole } = file;
    const { root, faults } = document;
    // An entity may bring one that is in its place.
    if (kind !== 'web.xml' || role !== 'app' || !isWhole || !root || faults.length > 0) return;
    const isThere = childrenNamed(root, 'distributable').length > 0;
    for (const element of descendants(root)) {
      if (localName(element).toLowerCase() !== 'distributable') continue;
      if (localName(element) !== 'distributable') {
        if (element.parent !== root || isThere) continue;
        const { name, nameSpan } = element;
        const prefix = name.slice(0, name.length - localName(element).length);
        const edits = [nameSpan, closingName(element)].flatMap((span) =>
          span ? [{ span, text: `${prefix}distributable` }] : [],
        );
        const fix = fixIn(file, t('Write <distributable/>'), true, edits);
        report({ path, span: nameSpan, message: 'spelt', data: { name }, fixes: [fix] });
      } else if (element.parent && element.parent !== root) {
        const parent = element.parent.name;
        const away = removeElement(document, element);
        if (isThere) {
          const fix = fixIn(file, t('Remove it'), true, away);
          report({ path, span: element.nameSpan, message: 'twice', data: { parent }, fixes: [fix] });
          continue;
        }
        const edits = [...insertDistributable(document, root), ...away];
        report({
          path,
          span: element.nameSpan,
          message: 'inside',
          data: { parent, root: root.name },
          fixes: [fixIn(file, t('Move it into <{root}>', { root: root.name }), true, edits)],
        });
      }
    }
  },
});

function closingName({ name, closeTag }: XmlElement): { start: number; end: number } | undefined {
  return closeTag && { start: closeTag.start + 2, end: closeTag.start + 2 + name.length };
}

/** ContextConfig.getDefaultWebXmlFragment takes the defaults for servlets and sessions, and sets `distributable` of none. */
const inDefaultWebXml = rule({
  meta: {
    id: 'tomcat/distributable-in-default-web-xml',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      here: '<distributable/> has no effect in the web.xml for all applications, and nothing is logged: only the web.xml of an application makes its sessions replicated. Move it there.',
    },
  },
  tomcatFile(file, { model, report }) {
    const { path, kind, document, role } = file;
    if (kind !== 'web.xml' || role !== 'default' || !document.root || document.faults.length > 0) return;
    for (const element of childrenNamed(document.root, 'distributable'))
      report({
        path,
        span: element.nameSpan,
        message: 'here',
        fixes: movesTo(file, removeElement(document, element), appsOf(file, model)),
      });
  },
});

/** ContextConfig.configureContext overwrites it with what web.xml says. */
const onContext = rule({
  meta: {
    id: 'tomcat/distributable-on-context',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      here: 'Tomcat overwrites "distributable" of a Context with what web.xml says, and logs nothing about it: this alone does not replicate sessions. Write <distributable/> in web.xml.',
    },
  },
  elements: ['Context'],
  component(component, { file, model, report }) {
    const attribute = attributeOf(component, 'distributable');
    if (attribute?.value.toLowerCase() !== 'true') return;
    const apps = file.role === 'app' ? model.apps.filter(({ contextXml }) => contextXml === file.path) : [];
    if (apps.some((app) => app.distributable)) return;
    const away = removeAttribute(file.document, component.element, attribute.name);
    report({
      path: file.path,
      span: attribute.span,
      message: 'here',
      fixes: movesTo(file, away, apps),
    });
  },
});

/** The apps that a web.xml for all of them counts for. */
const appsOf = ({ nodes }: TomcatFile, { apps }: ClusterModel): readonly App[] =>
  apps.filter(({ webRoot, builds }) =>
    nodes.some((node) =>
      node.deployments.some(({ localPath }) => localPath === webRoot || builds.includes(localPath)),
    ),
  );

/** Away from here, and into the web.xml of the one app that it may be meant for. */
function movesTo({ path }: TomcatFile, away: readonly TextEdit[], apps: readonly App[]): readonly Fix[] {
  const [app, another] = apps;
  if (!app?.webXml || another || app.distributable || app.webXml.document.faults.length > 0) return [];
  const { document, root } = app.webXml;
  const edits = new Map([
    [path, away],
    [app.webXml.path, insertDistributable(document, root)],
  ]);
  return [{ title: t('Move it into the web.xml of {app}', { app: app.name }), safe: app.isWhole, edits }];
}

export const distributableRules: readonly Rule[] = [misplaced, inDefaultWebXml, onContext];
