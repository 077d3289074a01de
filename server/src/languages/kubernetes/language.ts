import { beforeItsLine, language, matches, sure } from '../language';
import { isManifest, parseKubernetes } from './parse';
import type { KubernetesDocument } from './tree';

/** Manifests of Kubernetes: they show how the Tomcats of a workspace run. */
export const kubernetes = language<KubernetesDocument, 'kubernetes'>({
  id: 'yaml',
  title: 'Kubernetes',
  kinds: ['kubernetes'],
  names: [],
  perhaps: [
    {
      names: ['*.yaml', '*.yml'],
      below: ['k8s', 'kubernetes', 'kube', 'manifests', 'deploy', 'deployment', 'deployments', 'openshift'],
    },
    {
      names: ['deployment', 'statefulset', 'k8s', 'kubernetes', 'kustomization'].flatMap((name) => [
        `*${name}*.yaml`,
        `*${name}*.yml`,
      ]),
    },
  ],
  standsAlone: false,
  recognise: (_, head, { promised, given }) =>
    sure((promised || given) && isManifest(head) ? 'kubernetes' : undefined),
  parse: (text) => (isManifest(text) ? parseKubernetes(text) : undefined),
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: (_, text) => ({ comments: () => matches(text, /#[^\r\n]*/g), anchor: beforeItsLine }),
});
