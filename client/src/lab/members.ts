import { t } from '@vscode/l10n';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine/engine';
import { LabError } from './lab';
import type { Member } from './member';

/** How long the parts of a lab follow each other when somebody removes it. */
const REMOVAL_PAUSE_MS = 100;
const REMOVAL_ROUNDS = 20;

/** The containers of a lab, in the order of its plan, and which of them are gone. */
export class Members {
  private readonly list: Member[] = [];
  /** IDs of containers that are not there any more. */
  private readonly removed = new Set<string>();

  constructor(
    private readonly engine: Engine,
    private readonly label: string,
    /** Names of the nodes. */
    private readonly order: readonly string[],
  ) {}

  get all(): readonly Member[] {
    return this.list;
  }

  get tomcats(): readonly Member[] {
    return this.list.filter(({ role }) => role === 'tomcat');
  }

  /** Every container was removed. */
  get areGone(): boolean {
    return this.removed.size > 0 && this.list.every(({ id }) => this.removed.has(id));
  }

  add(member: Member): void {
    this.list.push(member);
    this.list.sort((a, b) => this.order.indexOf(a.name) - this.order.indexOf(b.name));
  }

  /** Takes the place of one whose container was made anew. */
  swap(out: Member, into: Member): void {
    const at = this.list.indexOf(out);
    if (at >= 0) this.list[at] = into;
  }

  /** Throws a `LabError` where the lab has no such node. */
  named(name: string): Member {
    const member = this.list.find((it) => it.name === name);
    if (member) return member;
    throw new LabError(
      'node-failed',
      t('The lab has no node "{name}".', { name }),
      t('Choose one of its nodes.'),
    );
  }

  withId(id: string): Member | undefined {
    return this.list.find((it) => it.id === id);
  }

  /** Tells whether its removal has left nothing. */
  lose(id: string): boolean {
    const member = this.withId(id);
    if (!member || this.removed.has(id)) return false;
    this.removed.add(id);
    member.removed();
    return this.areGone;
  }

  /** Whether somebody else has removed all that was made, or is just doing so. */
  async areRemoved(): Promise<boolean> {
    try {
      for (let left = this.list.length, round = 0; left > 0; round++) {
        const there = await this.engine.listContainers(this.label);
        const isLeft = (id: string): boolean => there.some((it) => it.id === id && it.phase !== 'leaving');
        left = this.list.filter(({ id }) => isLeft(id)).length;
        if (left === 0) return true;
        // Some are gone: perhaps the others are just to follow.
        if (left === this.list.length || round === REMOVAL_ROUNDS) return false;
        await pause(REMOVAL_PAUSE_MS);
      }
    } catch {
      // An engine that does not answer has not said that anything is gone.
    }
    return false;
  }
}
