import type { ContainerUsage, Engine } from './engine/engine';
import type { NodeUsage } from './lab';

type Measured = Pick<Engine, 'inspect' | 'usage'>;

/** What containers take, and how busy they were between two readings. By the engine's clock alone. */
export class Meter {
  /** The last reading of each container. */
  private readonly last = new Map<string, ContainerUsage>();

  constructor(private readonly engine: Measured) {}

  /** Those that run; one that the engine cannot tell about is left out. */
  async read(nodes: readonly { readonly name: string; readonly id: string }[]): Promise<NodeUsage[]> {
    const read = await Promise.all(nodes.map((node) => this.readOne(node).catch(() => undefined)));
    return read.filter((it) => it !== undefined);
  }

  private async readOne({ name, id }: { name: string; id: string }): Promise<NodeUsage | undefined> {
    const [usage, facts] = await Promise.all([this.engine.usage(id), this.engine.inspect(id)]);
    const before = this.last.get(id);
    if (!usage || !facts?.running) {
      this.last.delete(id);
      return undefined;
    }
    this.last.set(id, usage);
    return {
      node: name,
      uptimeMs: Math.max(0, usage.at - Date.parse(facts.startedAt)),
      memoryBytes: usage.memoryBytes,
      memoryLimit: usage.memoryLimit,
      cpuPercent: before && percent(before, usage),
    };
  }
}

/** Undefined where it was started anew between: the count began again. */
function percent(before: ContainerUsage, now: ContainerUsage): number | undefined {
  const nanoseconds = (now.at - before.at) * 1e6;
  const worked = now.cpu - before.cpu;
  return nanoseconds > 0 && worked >= 0 ? (100 * worked) / nanoseconds : undefined;
}
