import { contextPathOf } from '../../../cluster/deployments';
import { type Component, pathOf } from '../../../languages/tomcat/components';
import { isTrue, type Properties, textOf, valueOf } from '../../../languages/tomcat/values';
import { baseName, folderOf } from '../../../languages/text/paths';
import { rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';

const HOME = /^catalina\.(?:base|home)$/;

/** HostConfig deploys what lies in appBase under its own name, whatever a Context of server.xml says of it (deployApps). */
export const contextDocbase = rule({
  meta: {
    id: 'tomcat/context-docbase',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      twice:
        'Tomcat deploys {docBase} twice: as {path} because of this Context, and as {other} because it lies in the appBase "{appBase}". Each has sessions of its own. Move it out of the appBase, or remove the Context and name the WAR or folder {name}.',
      inside:
        'Tomcat ignores a docBase inside the appBase and looks for {name} there instead; without that the application does not start. Remove docBase, or move the application out of the appBase.',
    },
  },
  elements: ['Context'],
  component(component, { file, report }) {
    const { role, path, properties } = file;
    // `${catalina.base}` is no unknown value here: what lies below it is all that counts.
    const ownFolders: Properties = (name) => (HOME.test(name) ? `/${name}` : properties(name));
    const docBase = textOf(component, 'docBase', ownFolders);
    if (docBase === undefined || docBase === '') return;
    const span = valueSpanOf(component, 'docBase');
    if (role === 'descriptor') {
      const inside = insideAppBase(docBase, 'webapps');
      const name = baseName(path).replace(/\.xml$/, '');
      if (inside === undefined) return;
      report({ path, span, message: 'inside', data: { name } });
      return;
    }
    const host = component.parent;
    if (pathOf(component) !== 'Server/Service/Engine/Host/Context' || !host) return;
    const appBase = valueOf(host, 'appBase', properties);
    const contextPath = textOf(component, 'path', properties);
    if (appBase === 'unknown' || contextPath === undefined || !/^(?:\/.*)?$/.test(contextPath)) return;
    if (!deploysByItself(host, properties)) return;
    const base = appBase?.text ?? 'webapps';
    const inside = insideAppBase(docBase, base);
    if (inside === undefined || contextPathOf(inside) === contextPath.replace(/^\/$/, '')) return;
    report({
      path,
      span,
      message: 'twice',
      data: {
        docBase: inside,
        path: contextPath === '' ? '/' : contextPath,
        other: contextPathOf(inside) === '' ? '/' : contextPathOf(inside),
        appBase: base,
        name: contextPath.replace(/^\//, '').replaceAll('/', '#') || 'ROOT',
      },
    });
  },
});

/** Whether a Host deploys what lies in its appBase. */
const deploysByItself = (host: Component, properties: Properties): boolean =>
  valueOf(host, 'deployIgnore', properties) === undefined &&
  !['deployOnStartup', 'autoDeploy'].every((name) => isTrue(host, name, properties) === false);

/** The name of an app directly in the appBase; undefined where it lies elsewhere, or that is not known. */
function insideAppBase(docBase: string, appBase: string): string | undefined {
  const bare = docBase.replaceAll('\\', '/').replace(/\/$/, '');
  if (/^[\w.#-]+$/.test(bare)) return /^\.+$/.test(bare) ? undefined : bare;
  const folder = folderOf(bare);
  const [, home = ''] = bare.split('/');
  return HOME.test(home) && folder === `/${home}/${appBase}` ? baseName(bare) : undefined;
}
