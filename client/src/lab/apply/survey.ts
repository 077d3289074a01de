import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';
import type { Engine } from '../engine/engine';
import type { CompareOptions, Differences, Disposable, FileChange, LogLine, PublishedPort } from '../lab';
import type { Member } from '../member';
import { differencesOf, type Pair } from './differences';
import { inventoryOf, wantedOf, type Wanted } from './inventory';
import type { TomcatDeps } from './restart';

export interface ApplyDeps extends TomcatDeps {
  readonly running: Deployment;
  readonly engine: Engine;
  readonly nginx: Member;
  /** Ends a node in order. */
  readonly stop: (member: Member) => Promise<void>;
  /** Makes another container of a node, at ports that it has; it is not of the lab yet. */
  readonly create: (plan: ContainerPlan, ports: readonly PublishedPort[]) => Promise<Member>;
  /** From now on one container stands for a node, and the other does not. */
  readonly swap: (out: Member, into: Member) => void;
  readonly hear: (node: string, listener: (line: LogLine) => void) => Disposable;
}

export type MemberPair = Pair & { readonly member: Member };

/** Each container of the lab that the plan has too, as it is and as it shall be. */
export class Survey {
  private constructor(
    readonly pairs: readonly MemberPair[],
    readonly differences: Differences,
  ) {}

  /** Of these containers; undefined where one of them does not tell what it has. */
  static async of(
    deps: ApplyDeps,
    plan: Deployment,
    options: CompareOptions,
    members: readonly Member[],
  ): Promise<Survey | undefined> {
    const pairs = await Promise.all(
      members.map(async (member) => {
        const container = [plan.nginx, ...plan.tomcats].find(({ name }) => name === member.name);
        if (!container) return [];
        const has = await inventoryOf(deps.engine, member.id);
        if (!has) return undefined;
        const wanted = held(await wantedOf(container, plan, options.assets), has.files, options.unsaved);
        return [{ member, plan: container, has, wanted }];
      }),
    );
    if (pairs.includes(undefined)) return undefined;
    const known = pairs.flatMap((pair) => pair ?? []);
    return new Survey(known, differencesOf(known, deps.running, plan));
  }

  of(member: Member): MemberPair | undefined {
    return this.pairs.find((pair) => pair.member === member);
  }

  changesOf({ name }: Member): readonly FileChange[] {
    return this.differences.files.filter(({ node }) => node === name);
  }
}

/** Texts that a plan has made of what nobody has saved yet stay as they are in the lab. */
function held(wanted: Wanted, has: Pair['has']['files'], unsaved: ReadonlySet<string> | undefined): Wanted {
  if (!unsaved || unsaved.size === 0) return wanted;
  const files = new Map(wanted.files);
  for (const [path, item] of files) {
    const before = has[path];
    if (before && item.file.from === undefined && item.origin !== undefined && unsaved.has(item.origin))
      files.set(path, { ...item, hash: before.hash });
  }
  return { ...wanted, files };
}
