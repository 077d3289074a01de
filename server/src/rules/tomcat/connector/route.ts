import type { ClusterModel, TomcatFile, TomcatNode } from '../../../cluster/model';
import { join } from '../../../languages/text/paths';
import { pathOf } from '../../../languages/tomcat/components';
import { attributeOf } from '../../../languages/tomcat/values';
import { isBefore } from '../../../languages/text/versions';
import { rule } from '../../define';
import { setFix } from '../../support/tomcat';
import { holdsOthers, startsPlainly } from './plainStart';

/** IntrospectionUtils.replaceProperties asks System.getProperty, and what PROPERTY_SOURCE names; what nobody has stays as it is written. */
export const routeNotExpanded = rule({
  meta: {
    id: 'tomcat/route-not-expanded',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      literal:
        'The variable {name} stays as it is written: in server.xml, Tomcat replaces system properties and no environment variables, and nothing here sets that property. Session IDs end in the same text on every node, and nothing is logged. Set CATALINA_OPTS="-D{name}=…", or switch on EnvironmentPropertySource.',
    },
  },
  elements: ['Engine'],
  component(engine, { file, model, report }) {
    const { path, properties } = file;
    if (pathOf(engine) !== 'Server/Service/Engine') return;
    const attribute = attributeOf(engine, 'jvmRoute');
    // Names of environment variables; others may be those of Maven.
    const found = attribute && /\$\{([A-Z_][A-Z\d_]*)\}/.exec(attribute.value);
    if (!attribute?.valueSpan || !found) return;
    const [, name = ''] = found;
    if (properties(name) !== undefined || maySet(name, model)) return;
    const runners = file.nodes.filter(({ service }) => service);
    const isSure = runners.length > 0 && runners.every((node) => startsPlainly(node));
    if (!isSure && (runners.length > 0 || !isCopiedAlone(file, model))) return;
    report({
      path,
      span: attribute.valueSpan,
      message: 'literal',
      data: { name },
      // A Dockerfile does not say what its container is started with.
      severity: isSure ? 'warning' : 'information',
    });
  },
});

/** StandardEngine took the property `jvmRoute` up to 10.1.0-M17; since then, only the attribute counts. */
export const routePropertyRemoved = rule({
  meta: {
    id: 'tomcat/route-property-removed',
    severity: 'warning',
    refusedBy: 'none',
    versions: 'Tomcat 10.1 and later',
    fix: 'safe',
    messages: {
      engine:
        'Tomcat {version} does not take its route from -DjvmRoute, which is set for {node}: session IDs end in no route, and nothing is logged. Set jvmRoute of the Engine to that property.',
      stock:
        'Tomcat {version} does not take its route from -DjvmRoute, which is set here: session IDs end in no route, and nothing is logged. Mount a server.xml that sets jvmRoute of its Engine to that property.',
    },
  },
  elements: ['Engine'],
  component(engine, { file, report }) {
    const { path, isWhole, nodes } = file;
    if (!isWhole || pathOf(engine) !== 'Server/Service/Engine') return;
    if (attributeOf(engine, 'jvmRoute')) return;
    const node = nodes.find(hasIgnoredRoute);
    if (node?.version === undefined) return;
    const isSafe = nodes.every(({ properties }) => properties('jvmRoute') !== undefined);
    report({
      path,
      span: engine.element.nameSpan,
      message: 'engine',
      data: { version: node.version, node: node.name },
      fixes: [setFix(file, engine, 'jvmRoute', '${jvmRoute}', isSafe)],
    });
  },
  model({ nodes }, { report }) {
    const seen = new Set<unknown>();
    for (const node of nodes) {
      const { service, serverXml, version } = node;
      const isStock = serverXml === undefined && startsPlainly(node);
      if (!service || !isStock || seen.has(service.span) || version === undefined || !hasIgnoredRoute(node))
        continue;
      seen.add(service.span);
      report({
        path: service.composeFile,
        span: service.nameSpan,
        message: 'stock',
        data: { version },
      });
    }
  },
});

/** Whether it surely has no route, for all that its JVM has the property. */
const hasIgnoredRoute = ({ version, properties, jvmRoute }: TomcatNode): boolean =>
  isBefore(version, '10.1') === false && jvmRoute === undefined && properties('jvmRoute') !== undefined;

/** What else gives Tomcat properties, writes the file before it starts, or starts it in another way. */
const OTHER_WAYS =
  /PROPERTY_SOURCE|PropertySource|envsubst|gomplate|confd|dockerize|\bsed\b|setenv|catalina\.properties|env_file|entrypoint|extends|^\s*CMD\b|\bbin\b/im;

function maySet(name: string, { files }: ClusterModel): boolean {
  for (const file of files.values()) {
    if (file.kind !== 'compose' && file.kind !== 'dockerfile') continue;
    const { text } = file.document;
    if (OTHER_WAYS.test(text) || text.includes(`-D${name}=`)) return true;
    // Options that the machine fills in.
    if (/\w*(?:OPTS|OPTIONS)\b[^\r\n]*\$/.test(text) || /\w+_(?:OPTS|OPTIONS)\s*$/m.test(text)) return true;
  }
  return false;
}

/** Where the official image has it. */
const BASE = '/usr/local/tomcat';

/** Whether a Dockerfile puts this server.xml into the official image, and nothing else that sets properties. */
function isCopiedAlone({ path }: TomcatFile, { files }: ClusterModel): boolean {
  for (const file of files.values()) {
    if (file.kind !== 'dockerfile') continue;
    const { instructions } = file.document;
    const from = instructions.findLast((one) => one.kind === 'from');
    const copies = instructions.flatMap((one) => (one.kind === 'copy' || one.kind === 'add' ? [one] : []));
    const isCopied = copies.some(
      ({ sources, target }) =>
        sources.some(({ text }) => path.endsWith(join('/', text))) &&
        join(BASE, target.text).startsWith(`${BASE}/conf`),
    );
    if (!isCopied || !/^(?:docker\.io\/)?(?:library\/)?tomcat(?:[:@]|$)/.test(from?.image.text ?? ''))
      continue;
    return copies.every(
      ({ sources, target }) =>
        sources.every(({ text }) => text.endsWith('server.xml')) ||
        !holdsOthers(join(BASE, target.text), BASE),
    );
  }
  return false;
}
