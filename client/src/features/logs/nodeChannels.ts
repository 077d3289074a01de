import type { Deployment } from '../../../../server/src/protocol';
import type { Disposable, LogLine } from '../../lab/lab';
import { NodeChannel } from './nodeChannel';

/** One channel a container of the lab. They outlive the lab, so that its last words can be read; the next lab replaces them. */
export class NodeChannels implements Disposable {
  private channels = new Map<string, NodeChannel>();

  get names(): string[] {
    return [...this.channels.keys()];
  }

  /** Fresh, empty channels for the containers of a plan. */
  open({ nginx, tomcats, probePath }: Deployment): void {
    this.dispose();
    this.channels = new Map(
      [nginx, ...tomcats].map(({ name, role }) => [name, new NodeChannel(name, role, probePath)]),
    );
  }

  add(line: LogLine): void {
    this.channels.get(line.node)?.add(line);
  }

  show(node: string): void {
    this.channels.get(node)?.show();
  }

  dispose(): void {
    for (const channel of this.channels.values()) channel.dispose();
    this.channels.clear();
  }
}
