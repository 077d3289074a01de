import type { ClusterModel, TomcatFile } from '../../../cluster/model';
import { contextPathOf } from '../../../cluster/deployments';
import { baseName, folderOf } from '../../../languages/text/paths';
import { attributeOf, textOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { removeFix } from '../../support/tomcat';

/**
 * HostConfig.deployDescriptor, deployDirectory and deployWAR set the path by the name of the file, the folder or the WAR;
 * the digester of ContextConfig leaves `path` and `docBase` out.
 */
export const contextPathIgnored = rule({
  meta: {
    id: 'tomcat/context-path-ignored',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      app: 'Tomcat ignores "{attribute}" in META-INF/context.xml and logs nothing: {attribute} comes from the name of the WAR or folder. Remove it; to change the context path, rename the WAR.',
      descriptor:
        'Tomcat ignores "path" in this file: the context path comes from its name and is {path}. Remove it; to change the context path, rename the file.',
      default:
        'Tomcat ignores "{attribute}" in a context.xml for all applications and logs nothing. Remove it.',
    },
  },
  elements: ['Context'],
  component(component, { file, model, report }) {
    const { role, path } = file;
    if (component.parent || (role !== 'app' && role !== 'descriptor' && role !== 'default')) return;
    const used = pathsOf(file, model);
    for (const attribute of ['path', 'docBase']) {
      const written = attributeOf(component, attribute);
      if (!written || (role === 'descriptor' && attribute === 'docBase')) continue;
      // What is said twice does no harm.
      if (attribute === 'path' && used.includes(textOf(component, 'path', file.properties) ?? '?')) continue;
      const place = {
        path,
        span: written.span,
        fixes: [removeFix(file, component, attribute, false)],
      };
      if (role === 'descriptor')
        report({ ...place, message: role, data: { path: `/${used.join('').slice(1)}` } });
      else {
        // NetBeans writes a path into every project, and deploys by it.
        const isUsual = role === 'app' && attribute === 'path';
        report({ ...place, message: role, data: { attribute }, ...(isUsual && { severity: 'information' }) });
      }
    }
  },
});

/** The context paths that the apps of a context.xml are known to have. */
function pathsOf({ path, role, nodes }: TomcatFile, { apps }: ClusterModel): readonly string[] {
  if (role === 'descriptor') return [contextPathOf(baseName(path).replace(/\.xml$/, ''))];
  if (role !== 'app') return [];
  const webRoot = folderOf(folderOf(path));
  const places = [webRoot, ...(apps.find((app) => app.webRoot === webRoot)?.builds ?? [])];
  return [
    ...places.map((place) => contextPathOf(baseName(place))),
    ...nodes.flatMap(({ deployments }) =>
      deployments.filter(({ localPath }) => places.includes(localPath)).map(({ contextPath }) => contextPath),
    ),
  ];
}
