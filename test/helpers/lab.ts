import { randomBytes } from 'node:crypto';
import {
  connect,
  findLabs,
  removeLab,
  startLab,
  type Engine,
  type Lab,
  type StartOptions,
} from '../../client/src/lab';
import { Label } from '../../client/src/lab/labels';
import type { Deployment, DeploymentWishes } from '../../server/src/protocol';
import { check } from '../../server/src/workspace/check';
import { Folder } from '../../server/src/workspace/folder';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';
import { planLab } from '../../server/src/workspace/planLab';
import { Sources } from '../../server/src/workspace/sources';
import { images } from './engine';

export const wishes = (): DeploymentWishes => ({
  images,
  labId: randomBytes(4).toString('hex'),
  probeToken: randomBytes(8).toString('hex'),
});

/** The plan for a folder, or for the built-in demo. */
export async function planOf(folder?: string, more: Partial<DeploymentWishes> = {}): Promise<Deployment> {
  const model = folder === undefined ? undefined : (await checked(folder)).model;
  const answer = planLab(model, { ...wishes(), ...more });
  if (!answer.ok) throw new Error(answer.message);
  return answer.deployment;
}

async function checked(folder: string): Promise<ReturnType<typeof check>> {
  const found = new Folder(folder, new Sources(nodeFileSystem));
  await found.scan();
  return check(folder, found.files);
}

/** Labs of one test file: started with little ado, and all gone when the test is over, whatever happened in it. */
export class Labs {
  private readonly begun = new Set<string>();
  private readonly running: Lab[] = [];
  private connected: Engine | undefined;

  /** On the engine at `host`; without it on the one that the tests run on. It has so long to answer a call. */
  constructor(
    private readonly host?: string,
    private readonly answerMs?: number,
  ) {}

  async engine(): Promise<Engine> {
    return (this.connected ??= await connect({
      ...(this.host !== undefined && { host: this.host }),
      ...(this.answerMs !== undefined && { answerMs: this.answerMs }),
    }));
  }

  async start(plan: Deployment, options: Partial<StartOptions> = {}): Promise<Lab> {
    this.begun.add(plan.labId);
    const lab = await startLab(await this.engine(), plan, {
      signal: new AbortController().signal,
      onStep: () => undefined,
      assets: 'client/assets',
      ...options,
    });
    this.running.push(lab);
    return lab;
  }

  /** Of the container of a node. */
  async idOf({ labId }: Deployment, node: string): Promise<string> {
    const found = await (await this.engine()).listContainers(`${Label.lab}=${labId}`);
    const container = found.find(({ labels }) => labels[Label.node] === node);
    if (!container) throw new Error(`no container of ${node}`);
    return container.id;
  }

  /** How many containers and networks carry the lab's label. */
  async left({ labId }: Deployment): Promise<number> {
    const lab = (await findLabs(await this.engine())).find((it) => it.labId === labId);
    return lab ? Math.max(1, lab.containers.length) : 0;
  }

  async removeAll(): Promise<void> {
    await Promise.all(this.running.splice(0).map((lab) => lab.stop()));
    const engine = await this.engine();
    await Promise.all([...this.begun].map((labId) => removeLab(engine, labId)));
    this.begun.clear();
  }
}

export const urlOf = (lab: Lab, container: string, scheme: 'http' | 'https'): string => {
  const entry = lab.urls.find((it) => it.container === container && it.scheme === scheme);
  if (!entry) throw new Error(`the lab has no ${scheme} entry of ${container}`);
  return entry.url;
};
