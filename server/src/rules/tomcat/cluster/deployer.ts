import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { childrenNamed, type Component } from '../../../languages/tomcat/components';
import { attributeOf, isTrue, textOf } from '../../../languages/tomcat/values';
import { insertChild, markupOf, removeElement } from '../../../languages/xml/edit';
import { rule, type Fix } from '../../define';
import { fixIn, nameSpanOf, removeFix, setFix, valueSpanOf } from '../../support/tomcat';
import { clusterIn, clusterOf, isClass } from './parts';

const FARM_DEPLOYER = 'org.apache.catalina.ha.deploy.FarmWarDeployer';

/** FarmWarDeployer.start: "FarmWarDeployer can only work as host cluster subelement!" */
export const deployerEngine = rule({
  meta: {
    id: 'tomcat/deployer-engine',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      inert:
        'FarmWarDeployer works in the Cluster of a Host only. Here it neither sends nor receives applications, and Tomcat logs an error. Remove it, or move the Cluster into the Host, on every node.',
    },
  },
  elements: ['Deployer'],
  component(deployer, { file, report }) {
    const cluster = clusterOf(deployer, file);
    if (cluster?.parent?.name !== 'Engine' || !isClass(deployer, file, FARM_DEPLOYER)) return;
    report({
      path: file.path,
      span: deployer.element.nameSpan,
      message: 'inert',
      ...(isTrue(deployer, 'watchEnabled', file.properties) ? { severity: 'error' } : {}),
      fixes: [
        fixIn(file, t('Remove the Deployer'), false, removeElement(file.document, deployer.element)),
        ...moveFix(file, cluster, cluster.parent),
      ],
    });
  },
});

function moveFix(file: TomcatFile, cluster: Component, engine: Component): readonly Fix[] {
  const [host, second] = childrenNamed(engine, 'Host');
  if (!host || second || clusterIn(host) || !file.isWhole) return [];
  return [
    fixIn(file, t('Move the Cluster into the {parent}', { parent: 'Host' }), false, [
      ...removeElement(file.document, cluster.element),
      ...insertChild(file.document, host.element, markupOf(file.document, cluster.element)),
    ]),
  ];
}

/** FarmWarDeployer has no default for its folders. What arrives is renamed into deployDir, and HostConfig looks into appBase alone. */
export const deployerDirectories = rule({
  meta: {
    id: 'tomcat/deployer-directories',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      watch:
        'watchEnabled="true" without a watchDir: the Cluster fails to start, and Tomcat with it. Set the folder whose WAR files are to be deployed on all nodes, or remove watchEnabled.',
      missing:
        'This FarmWarDeployer lacks {names}: an application that another node sends is not deployed here, and the log has a NullPointerException. Set {names}.',
      elsewhere:
        'The deployDir "{deployDir}" is not the appBase "{appBase}" of the Host: an application that arrives there is not deployed, and nothing is logged. Set it to the appBase.',
    },
  },
  elements: ['Deployer'],
  component(deployer, { file, report }) {
    const host = clusterOf(deployer, file)?.parent;
    if (host?.name !== 'Host' || !isClass(deployer, file, FARM_DEPLOYER)) return;
    const { path, properties } = file;
    if (isTrue(deployer, 'watchEnabled', properties) && !attributeOf(deployer, 'watchDir'))
      report({
        path,
        span: nameSpanOf(deployer, 'watchEnabled'),
        message: 'watch',
        severity: 'error',
        fixes: [removeFix(file, deployer, 'watchEnabled', false)],
      });
    const missing = ['tempDir', 'deployDir'].filter((name) => !attributeOf(deployer, name));
    if (missing.length > 0)
      report({
        path,
        span: deployer.element.nameSpan,
        message: 'missing',
        data: { names: missing.join(', ') },
      });
    const deployDir = textOf(deployer, 'deployDir', properties);
    const appBase = attributeOf(host, 'appBase') ? textOf(host, 'appBase', properties) : 'webapps';
    if (!deployDir || !appBase || !areOther(deployDir, appBase)) return;
    report({
      path,
      span: valueSpanOf(deployer, 'deployDir'),
      message: 'elsewhere',
      data: { deployDir, appBase },
      fixes: [setFix(file, deployer, 'deployDir', appBase, false)],
    });
  },
});

/** Whether two folders surely differ. Both are relative to CATALINA_BASE, which may be any folder. */
function areOther(one: string, other: string): boolean {
  const [a, b] = [normalized(one), normalized(other)];
  if (a === b || /(?:^|\/)\.\.?(?:\/|$)/.test(`${a}/${b}`)) return false;
  const [isA, isB] = [isAbsolute(a), isAbsolute(b)];
  if (isA === isB) return true;
  return isA ? !a.endsWith(`/${b}`) : !b.endsWith(`/${a}`);
}

const normalized = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/\/+/g, '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/$/, '');

const isAbsolute = (path: string): boolean => /^(?:\/|[A-Za-z]:)/.test(path);
