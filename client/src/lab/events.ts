import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, EngineEvent } from './engine/engine';
import type { Exit } from './refusal';

/** How long to leave an engine alone that stopped telling of its containers. */
const RETRY_MS = 1_000;

/** Docker's engine says `destroy` of a container that is removed. */
const REMOVED_BY_PODMAN = 'remove';

export type ContainerEvent = 'started' | 'paused' | 'resumed' | Exit;

export interface EventListeners {
  onEvent(container: string, event: ContainerEvent): void;
  /** A container is not there any more. */
  onRemoved(container: string): void;
  /** Events may have been missed. */
  onReconnect(): Promise<void>;
  /** Told once for every time the engine is lost. */
  onFailure(error: unknown): void;
}

/** Starts and ends of the containers with a label, heard until the signal aborts, also over a loss of the engine. */
export class Events {
  /** Containers that ran out of memory; the engine says so before it says that they have ended. */
  private readonly outOfMemory = new Set<string>();

  constructor(
    private readonly engine: Engine,
    private readonly label: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when nothing is missed any more. */
  async listen(listeners: EventListeners): Promise<void> {
    const stream = await this.engine.events(this.label, this.signal);
    void this.hear(stream, listeners);
  }

  private async hear(first: AsyncIterable<EngineEvent>, listeners: EventListeners): Promise<void> {
    let stream: AsyncIterable<EngineEvent> | undefined = first;
    let lost = false;
    while (!this.signal.aborted) {
      try {
        if (!stream) {
          stream = await this.engine.events(this.label, this.signal);
          await listeners.onReconnect();
          lost = false;
        }
        for await (const event of stream) this.happened(event, listeners);
      } catch (error) {
        if (!lost && !this.signal.aborted) listeners.onFailure(error);
        lost = true;
      }
      // An engine that ends closes the stream, and takes a while to come back.
      stream = undefined;
      await pause(RETRY_MS, undefined, { signal: this.signal }).catch(() => undefined);
    }
  }

  private happened({ container, action, exitCode }: EngineEvent, listeners: EventListeners): void {
    if (action === 'oom') this.outOfMemory.add(container);
    else if (action === 'start') listeners.onEvent(container, 'started');
    else if (action === 'pause') listeners.onEvent(container, 'paused');
    else if (action === 'unpause') listeners.onEvent(container, 'resumed');
    else if (action === 'die') {
      const outOfMemory = this.outOfMemory.delete(container);
      listeners.onEvent(container, { code: exitCode ?? 0, outOfMemory });
    } else if (action === 'destroy' || action === REMOVED_BY_PODMAN) listeners.onRemoved(container);
  }
}
