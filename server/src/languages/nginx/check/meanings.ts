import type { NginxContext } from '../contexts';
import { commandNamed, type Form, inRelease } from './forms';
import { onceKeyOf } from './once';

/** What a directive's name means in one context of one release. */
export interface Meaning {
  /** Its forms anywhere, in any release. */
  readonly anywhere: readonly Form[];
  /** Whether the release has one of them. */
  readonly isInRelease: boolean;
  /** Those for this context, in any release. */
  readonly known: readonly Form[];
  /** Those of them that the release has, and of these those with a block and those without. */
  readonly forms: readonly Form[];
  readonly blocks: readonly Form[];
  readonly lines: readonly Form[];
  /** What may stand once at a level; undefined for what may stand again. */
  readonly onceKey: string | undefined;
}

/** Asked once a directive, so each is made once. */
export class Meanings {
  private readonly made = new Map<string, Meaning>();

  constructor(
    private readonly context: NginxContext,
    private readonly version: string | undefined,
  ) {}

  /** Undefined for a name that nobody knows. */
  of(name: string): Meaning | undefined {
    let meaning = this.made.get(name);
    if (meaning) return meaning;
    const command = commandNamed(name);
    if (!command) return undefined;
    const known = command.in(this.context);
    const forms = inRelease(known, this.version);
    const [form] = forms;
    meaning = {
      anywhere: command.forms,
      isInRelease: inRelease(command.forms, this.version).length > 0,
      known,
      forms,
      blocks: forms.filter(({ entry }) => entry.block === true),
      lines: forms.filter(({ entry }) => entry.block !== true),
      onceKey: form && onceKeyOf(form),
    };
    this.made.set(name, meaning);
    return meaning;
  }
}

const all = new Map<string, Meanings>();

export function meaningsIn(context: NginxContext, version: string | undefined): Meanings {
  const key = `${version ?? ''} ${context}`;
  let meanings = all.get(key);
  if (!meanings) all.set(key, (meanings = new Meanings(context, version)));
  return meanings;
}
