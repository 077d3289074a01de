import type { Releases } from '../../text/versions';
import { isInRelease } from '../catalogue';
import type { NginxContext } from '../contexts';
import { parametersOf } from '../parameters';
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
  /** Parameters of other releases, which this one refuses. */
  readonly absent: ReadonlyMap<string, Releases>;
  /** What may stand once at a level; undefined for what may stand again, or does so in a release that it may be. */
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
    const onceKeys = new Set(forms.map(onceKeyOf));
    const [onceKey] = onceKeys;
    meaning = {
      anywhere: command.forms,
      isInRelease: inRelease(command.forms, this.version).length > 0,
      known,
      forms,
      blocks: forms.filter(({ entry }) => entry.block === true),
      lines: forms.filter(({ entry }) => entry.block !== true),
      absent: absentIn(known, this.version),
      onceKey: onceKeys.size === 1 ? onceKey : undefined,
    };
    this.made.set(name, meaning);
    return meaning;
  }
}

function absentIn(forms: readonly Form[], version: string | undefined): ReadonlyMap<string, Releases> {
  const parameters = parametersOf(forms.map(({ entry }) => entry));
  return new Map([...parameters].filter(([, releases]) => !isInRelease(releases, version)));
}

const all = new Map<string, Meanings>();

export function meaningsIn(context: NginxContext, version: string | undefined): Meanings {
  const key = `${version ?? ''} ${context}`;
  let meanings = all.get(key);
  if (!meanings) all.set(key, (meanings = new Meanings(context, version)));
  return meanings;
}
