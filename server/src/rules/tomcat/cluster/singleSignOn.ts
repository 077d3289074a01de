import { rule } from '../../define';
import { removeElement } from '../../../languages/xml/edit';
import { t } from '@vscode/l10n';
import { fixIn, setFix, valueSpanOf } from '../../support/tomcat';
import { clusterFor } from './inEffect';
import { CLUSTER_SINGLE_SIGN_ON, isClass } from './parts';

const SINGLE_SIGN_ON = 'org.apache.catalina.authenticator.SingleSignOn';

export const singleSignOn = rule({
  meta: {
    id: 'tomcat/single-sign-on',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      local:
        'SingleSignOn keeps its logins on this node alone: a node that takes over the sessions knows none of them, so users have to log in again for each further application. Use ClusterSingleSignOn in the Host or its Cluster, on every node.',
      noCluster:
        'ClusterSingleSignOn finds no Cluster here, so Tomcat does not start ("There is no Cluster for ClusterSingleSignOn"). Put it into a Cluster or into a Host that has one, or use SingleSignOn.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, model, report }) {
    const { parent } = valve;
    if (file.kind !== 'server.xml' || (parent?.name !== 'Host' && parent?.name !== 'Engine')) return;
    const found = clusterFor(parent, file, model);
    const place = { path: file.path, span: valueSpanOf(valve, 'className') };
    if (isClass(valve, file, SINGLE_SIGN_ON)) {
      if (found === undefined || found === 'none') return;
      const fixes =
        parent.name === 'Host' ? [setFix(file, valve, 'className', CLUSTER_SINGLE_SIGN_ON, false)] : [];
      report({ ...place, message: 'local', fixes });
    } else if (isClass(valve, file, CLUSTER_SINGLE_SIGN_ON)) {
      // It asks a Host for its Cluster, and an Engine never (ClusterSingleSignOn.startInternal).
      if (parent.name === 'Host' && found !== 'none') return;
      report({
        ...place,
        message: 'noCluster',
        severity: 'error',
        fixes: [
          setFix(file, valve, 'className', SINGLE_SIGN_ON, false),
          fixIn(file, t('Remove it'), false, removeElement(file.document, valve.element)),
        ],
      });
    }
  },
});
