import { t } from '@vscode/l10n';
import { homeOf, type Undecided } from '../../cluster/links';
import type { ClusterModel, TomcatNode } from '../../cluster/model';
import { either } from '../../languages/text/suggest';
import { rule, type Fix } from '../define';
import { nameFor, settleFix, writtenIn } from './settle';

/** More than anybody chooses from. */
const MOST = 8;

/** Where two Tomcats may be meant, none is taken, and nothing is compared between nginx and them. */
export const whichNode = rule({
  meta: {
    id: 'project/which-node',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      nodes:
        '{address} may be {nodes}, and no file says which, so nginx and these Tomcats are not checked together. Say it in cluster-lab.json.',
      compose:
        '{address} may be a service of {files}, and no file says which of them is started, so nginx and its Tomcats are not checked together. Say it in cluster-lab.json.',
    },
  },
  model(model, { report }) {
    const asked = new Set<string>();
    for (const { undecided } of model.balancers) {
      for (const one of undecided) {
        const { server, candidates, host, port } = one;
        const homes = [...new Set(candidates.map(homeOf))].toSorted();
        const isCompose = candidates.every(({ service }) => service);
        const address = port === undefined ? host : `${host}:${port}`;
        // One answer settles all addresses that lead to the same Compose files.
        const question = isCompose ? homes.join('\n') : address;
        if (asked.has(question) || homes.length > MOST) continue;
        asked.add(question);
        const place = {
          path: server.placement.path,
          span: server.placement.directive.args[0]?.span ?? server.placement.directive.name.span,
          related: [...new Map(candidates.map((node) => [homeOf(node), node])).values()].flatMap(placeOf),
        };
        if (isCompose)
          report({
            ...place,
            message: 'compose',
            data: { address, files: either(homes.map((path) => writtenIn(model, path))) },
            fixes: homes.flatMap((path) => composeFix(model, path)),
          });
        else
          report({
            ...place,
            message: 'nodes',
            data: { address, nodes: either(candidates.map((node) => nameFor(node, model))) },
            fixes: candidates.flatMap((node) => hostFix(model, one, node)),
          });
      }
    }
  },
});

function placeOf({ service, serverXml, name }: TomcatNode) {
  const message = t('{name} is defined here', { name });
  if (service) return [{ path: service.composeFile, span: service.nameSpan, message }];
  return serverXml ? [{ path: serverXml.path, span: serverXml.span, message }] : [];
}

function composeFix(model: ClusterModel, path: string): readonly Fix[] {
  const file = writtenIn(model, path);
  return settleFix(model, t('Write cluster-lab.json: {file} is started', { file }), {
    key: 'compose',
    value: [file],
  });
}

function hostFix(model: ClusterModel, { host, port }: Undecided, node: TomcatNode): readonly Fix[] {
  const address = port === undefined ? host : `${host}:${port}`;
  const name = nameFor(node, model);
  return settleFix(model, t('Write cluster-lab.json: {address} is {name}', { address, name }), {
    key: 'hosts',
    value: { [address]: name },
  });
}
