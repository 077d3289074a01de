import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { pathOf, type Component } from '../../../languages/tomcat/components';
import { textOf } from '../../../languages/tomcat/values';
import { javaRegexFault } from '../../../languages/text/javaRegex';
import { insertChild, markupOf, removeElement } from '../../../languages/xml/edit';
import { rule, type Fix } from '../../define';
import { fixIn, setFix, valueSpanOf } from '../../support/tomcat';
import { clusterFor } from './inEffect';
import { regexWords } from './regexWords';
import { clustersIn, isClass, isCluster, REPLICATION_VALVE, rootOf } from './parts';

/** ReplicationValve.startInternal asks its container for a Cluster, and works without one as if it were not there. */
export const replicationValveOutside = rule({
  meta: {
    id: 'tomcat/replication-valve-outside',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      outside:
        'This ReplicationValve finds no Cluster in its {parent} or above, so it replicates nothing; Tomcat logs "No cluster configured for this request". Move it into a Cluster.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, model, report }) {
    const { parent } = valve;
    if (!parent || !isClass(valve, file, REPLICATION_VALVE)) return;
    if (!CONTAINERS.has(pathOf(parent)) || clusterFor(parent, file, model) !== 'none') return;
    report({
      path: file.path,
      span: valueSpanOf(valve, 'className'),
      message: 'outside',
      data: { parent: parent.name },
      fixes: moveFix(file, valve),
    });
  },
});

const CONTAINERS = new Set([
  'Server/Service/Engine',
  'Server/Service/Engine/Host',
  'Server/Service/Engine/Host/Context',
  'Context',
]);

function moveFix(file: TomcatFile, valve: Component): readonly Fix[] {
  const { document } = file;
  const removal = removeElement(document, valve.element);
  const [cluster, second] = clustersIn(rootOf(valve));
  if (!cluster) return [fixIn(file, t('Remove it'), false, removal)];
  if (second || !isCluster(cluster, file)) return [];
  const insertion = insertChild(document, cluster.element, markupOf(document, valve.element), {
    before: ['Valve', 'Deployer', 'Listener', 'ClusterListener'],
    after: ['Manager', 'Channel'],
  });
  return [fixIn(file, t('Move it into the Cluster'), false, [...removal, ...insertion])];
}

/** Up to Tomcat 5.5 the filter was a list; since then it is one expression that has to match the whole path. */
export const replicationFilterRegex = rule({
  meta: {
    id: 'tomcat/replication-filter-regex',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      invalid:
        'The filter is no regular expression ({fault}): Tomcat logs "Unable to compile filter" and works without one, so every request replicates. Write one Java regular expression, such as .*\\.gif|.*\\.js.',
      list: 'The filter is one regular expression, and with the semicolons in it, it matches no path: every request replicates, and nothing is logged. Separate alternatives by "|".',
    },
  },
  elements: ['Valve'],
  component(valve, { file, report }) {
    const filter = textOf(valve, 'filter', file.properties);
    if (!filter || !isClass(valve, file, REPLICATION_VALVE)) return;
    const fault = javaRegexFault(filter);
    const isList = /;/.test(filter) && !/[[(\\{]\S*;\S*[\])}]/.test(filter);
    if (!fault && !isList) return;
    const place = { path: file.path, span: valueSpanOf(valve, 'filter') };
    const fixes = isList || fault === 'nothing to repeat' ? convertFix(file, valve, filter) : [];
    if (fault)
      report({ ...place, message: 'invalid', data: { fault: regexWords(fault) }, severity: 'error', fixes });
    else report({ ...place, message: 'list', fixes });
  },
});

/** Kinds of files that no request changes a session by. */
const STATIC =
  /^(?:gif|jpe?g|png|svg|ico|bmp|webp|css|js|mjs|map|txt|html?|xml|json|woff2?|ttf|eot|pdf|zip|swf|mp[34])$/i;

/** `*.gif;*.js` and `.*\.gif;.*\.js` are both `.*\.gif|.*\.js`. */
function convertFix(file: TomcatFile, valve: Component, filter: string): readonly Fix[] {
  const parts = filter.split(/[;,]/).flatMap((part) => part.trim() || []);
  const endings = parts.map((part) => /^(?:\.?\*)?\\?\.(\w+)$/.exec(part)?.[1]);
  const known = endings.flatMap((ending) => ending ?? []);
  if (known.length === 0 || known.length < parts.length) return [];
  const value = known.map((ending) => `.*\\.${ending}`).join('|');
  return [
    setFix(
      file,
      valve,
      'filter',
      value,
      known.every((ending) => STATIC.test(ending)),
    ),
  ];
}
