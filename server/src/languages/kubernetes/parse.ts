import { isMap, type Node, parseAllDocuments } from 'yaml';
import { Nodes } from '../compose/nodes';
import type {
  KubernetesContainer,
  KubernetesDocument,
  KubernetesObject,
  KubernetesRule,
  KubernetesWorkload,
} from './tree';

/** Manifests are small; the reader of YAML is not made for what is larger than this. */
const maxLength = 500_000;

/** Whether a text is one of manifests, and no template that becomes one. */
export const isManifest = (text: string): boolean =>
  /^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text) && !text.includes('{{');

/** Reads manifests. Never throws; what is not there, not known, or of another shape stays out. */
export function parseKubernetes(text: string): KubernetesDocument {
  if (text.length > maxLength || text.includes('\0')) return { text, objects: [] };
  try {
    const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: false } as const;
    const documents = parseAllDocuments(text, options);
    const all = Array.isArray(documents) ? documents : [];
    return {
      text,
      objects: all.flatMap((document) => objectsIn(new Nodes(document, () => undefined), document.contents)),
    };
  } catch {
    // The reader of YAML is recursive: thousands of brackets in each other exhaust its stack.
    return { text, objects: [] };
  }
}

/** The object of a document; those of a List one by one. */
function objectsIn(nodes: Nodes, contents: unknown): readonly KubernetesObject[] {
  const root = nodes.follow(contents);
  if (!isMap(root)) return [];
  const items = nodes.items(nodes.get(root, 'items')).filter((item) => isMap(item));
  return [root, ...items].flatMap((node) => readObject(nodes, node) ?? []);
}

function readObject(nodes: Nodes, node: Node): KubernetesObject | undefined {
  const kindNode = nodes.get(node, 'kind');
  const kind = nodes.text(kindNode);
  if (kind === undefined || !kindNode) return undefined;
  const metadata = nodes.get(node, 'metadata');
  const spec = nodes.get(node, 'spec');
  const template = nodes.get(spec, 'template');
  const pod = kind === 'Pod' ? spec : nodes.get(template, 'spec');
  const labelled = kind === 'Pod' ? metadata : nodes.get(template, 'metadata');
  return {
    kind,
    name: nodes.text(nodes.get(metadata, 'name')),
    namespace: nodes.text(nodes.get(metadata, 'namespace')),
    span: nodes.span(kindNode),
    ...(pod && { workload: readWorkload(nodes, spec, pod, labelled) }),
    ...(kind === 'Service' && {
      service: {
        clusterIp: nodes.text(nodes.get(spec, 'clusterIP')),
        publishesNotReady:
          nodes.text(nodes.get(spec, 'publishNotReadyAddresses')) === 'true' ||
          nodes.text(
            nodes.get(
              nodes.get(metadata, 'annotations'),
              'service.alpha.kubernetes.io/tolerate-unready-endpoints',
            ),
          ) === 'true',
        selector: textsOf(nodes, nodes.get(spec, 'selector')),
      },
    }),
    ...(/^(?:Cluster)?RoleBinding$/.test(kind) && {
      binding: {
        role: nodes.text(nodes.get(nodes.get(node, 'roleRef'), 'name')),
        subjects: nodes
          .items(nodes.get(node, 'subjects'))
          .flatMap((subject) => nodes.text(nodes.get(subject, 'name')) ?? []),
      },
    }),
    ...(/^(?:Cluster)?Role$/.test(kind) && { rules: readRules(nodes, nodes.get(node, 'rules')) }),
  };
}

function readWorkload(
  nodes: Nodes,
  spec: Node | undefined,
  pod: Node,
  metadata: Node | undefined,
): KubernetesWorkload {
  const replicas = nodes.text(nodes.get(spec, 'replicas'));
  return {
    replicas: /^\d{1,6}$/.test(replicas ?? '') ? Number(replicas) : undefined,
    labels: textsOf(nodes, nodes.get(metadata, 'labels')),
    containers: nodes
      .items(nodes.get(pod, 'containers'))
      .filter((item) => isMap(item))
      .map((container) => readContainer(nodes, container)),
    isOnHostNetwork: nodes.text(nodes.get(pod, 'hostNetwork')) === 'true',
    serviceAccount:
      nodes.text(nodes.get(pod, 'serviceAccountName')) ?? nodes.text(nodes.get(pod, 'serviceAccount')),
    podManagementPolicy: nodes.text(nodes.get(spec, 'podManagementPolicy')) ?? 'OrderedReady',
  };
}

function readContainer(nodes: Nodes, node: Node): KubernetesContainer {
  const get = (key: string): Node | undefined => nodes.get(node, key);
  const image = get('image');
  const value = nodes.text(image);
  const name = get('name');
  return {
    name: nodes.text(name) ?? '',
    nameSpan: nodes.span(name ?? node),
    image: image && value !== undefined ? { value, span: nodes.span(image) } : undefined,
    environment: new Map(
      nodes.items(get('env')).flatMap((item): [string, string | undefined][] => {
        const key = nodes.text(nodes.get(item, 'name'));
        return key === undefined ? [] : [[key, nodes.text(nodes.get(item, 'value'))]];
      }),
    ),
    hasEnvFrom: get('envFrom') !== undefined,
    hasCommand: get('command') !== undefined || get('args') !== undefined,
    hasReadinessProbe: get('readinessProbe') !== undefined,
  };
}

const readRules = (nodes: Nodes, node: Node | undefined): readonly KubernetesRule[] =>
  nodes.items(node).map((rule) => {
    const all = (key: string): readonly string[] =>
      nodes.items(nodes.get(rule, key)).flatMap((item) => nodes.text(item) ?? []);
    return { resources: all('resources'), verbs: all('verbs') };
  });

const textsOf = (nodes: Nodes, node: Node | undefined): ReadonlyMap<string, string> =>
  new Map(
    nodes.entries(node).flatMap(({ key, value }): [string, string][] => {
      const text = nodes.text(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );
