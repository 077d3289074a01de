import assert from 'node:assert/strict';
import { deploy, localCandidates } from '../../server/src/plan';
import type {
  Adaptation,
  ContainerPlan,
  Deployment,
  DeploymentAnswer,
  DeploymentWishes,
  FilePlan,
} from '../../server/src/protocol';
import { modelOf } from '../helpers/model';
import { ROOT } from '../helpers/workspace';

export type WorkspaceTexts = Readonly<Record<string, string>>;

interface Circumstances {
  readonly wishes?: Partial<DeploymentWishes>;
  /** Paths relative to the workspace that exist on the machine beside the texts. */
  readonly present?: readonly string[];
}

export const wishes: DeploymentWishes = { labId: 'lab1', probeToken: 'token' };

/** The answer for a workspace given as texts by relative path. */
export function answerFor(texts: WorkspaceTexts, circumstances: Circumstances = {}): DeploymentAnswer {
  const model = modelOf(texts);
  const there = new Set(
    [...Object.keys(texts), ...(circumstances.present ?? [])].map((it) => `${ROOT}/${it}`),
  );
  const present = new Set(localCandidates(model).filter((path) => there.has(path)));
  return deploy(model, { ...wishes, ...circumstances.wishes }, present);
}

/** The plan for a workspace; fails where there is none. */
export function planFor(texts: WorkspaceTexts, circumstances?: Circumstances): Deployment {
  const answer = answerFor(texts, circumstances);
  assert.ok(answer.ok);
  return answer.deployment;
}

export function nodeOf({ tomcats }: Deployment, name: string): ContainerPlan {
  const node = tomcats.find((it) => it.name === name);
  assert.ok(node, `${name} is among ${tomcats.map((it) => it.name).join(', ')}`);
  return node;
}

/** What lies at a path when all files were put in their order: a later one replaces an earlier. */
export const fileAt = ({ files }: ContainerPlan, target: string): FilePlan | undefined =>
  files.findLast((it) => it.target === target);

export function textAt(container: ContainerPlan, target: string): string {
  const content = fileAt(container, target)?.content;
  assert.equal(content?.kind, 'text', `${container.name} has a text at ${target}`);
  return content.kind === 'text' ? content.text : '';
}

/** Lines that differ, from 1, as `[before, after]`; fails where a line moved. */
export function changedLines(before: string, after: string): Record<number, readonly [string, string]> {
  const [old, now] = [before.split('\n'), after.split('\n')];
  assert.equal(now.length, old.length, 'the number of lines stays');
  return Object.fromEntries(
    old.flatMap((line, index) => {
      const other = now[index] ?? '';
      return line === other ? [] : [[index + 1, [line, other] as const]];
    }),
  );
}

export const adaptationsOf = ({ adaptations }: Deployment, id: Adaptation['id']): readonly Adaptation[] =>
  adaptations.filter((it) => it.id === id);

/** A server.xml with what stands in its Service, its Engine and its Host. */
export const serverXml = ({
  connectors = '<Connector port="8080" protocol="HTTP/1.1"/>',
  engine = '',
  host = '<Host name="localhost" appBase="webapps">\n      </Host>',
} = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    ${connectors}
    <Engine name="Catalina" defaultHost="localhost">
      ${engine}
      ${host}
    </Engine>
  </Service>
</Server>
`;

export const CLUSTER = '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>';

export const nginxConf = (http: string): string => `events {\n}\n\nhttp {\n${http}\n}\n`;
