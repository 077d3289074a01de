import type { Span } from '../text/span';

/** A container of a workload. */
export interface KubernetesContainer {
  readonly name: string;
  readonly image: { readonly value: string; readonly span: Span } | undefined;
  /** Values that come from elsewhere are undefined. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Whether a ConfigMap or Secret sets more. */
  readonly hasEnvFrom: boolean;
  /** Whether it is started by a command of its own, which may set more. */
  readonly hasCommand: boolean;
  readonly hasReadinessProbe: boolean;
  readonly nameSpan: Span;
}

/** A Deployment, StatefulSet and the like: what its pods are. */
export interface KubernetesWorkload {
  /** Undefined where none is written. */
  readonly replicas: number | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly containers: readonly KubernetesContainer[];
  readonly isOnHostNetwork: boolean;
  readonly serviceAccount: string | undefined;
  /** `OrderedReady` where none is written. */
  readonly podManagementPolicy: string;
}

export interface KubernetesService {
  readonly clusterIp: string | undefined;
  readonly publishesNotReady: boolean;
  readonly selector: ReadonlyMap<string, string>;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface KubernetesBinding {
  readonly role: string | undefined;
  /** Names of the ServiceAccounts, and of groups. */
  readonly subjects: readonly string[];
}

/** A Role or ClusterRole. */
export interface KubernetesRule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface KubernetesObject {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** The kind as it is written. */
  readonly span: Span;
  readonly workload?: KubernetesWorkload;
  readonly service?: KubernetesService;
  readonly binding?: KubernetesBinding;
  readonly rules?: readonly KubernetesRule[];
}

export interface KubernetesDocument {
  readonly text: string;
  readonly objects: readonly KubernetesObject[];
}
