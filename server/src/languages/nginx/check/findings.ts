import type { Placement } from '../configuration';
import type { NginxContext } from '../contexts';
import type { Releases } from '../../text/versions';
import type { Word } from '../tree';
import type { Form } from './forms';
import type { ValueFault } from './valueFault';

interface Base {
  readonly placement: Placement;
  /** The word it is about. */
  readonly word: Word;
  /** Where nginx is when it reads it. */
  readonly context: NginxContext;
}

/** What `ngx_conf_handler` or one of nginx's generic setters refuses; at most one a directive, but each word that its release lacks. */
export type Finding =
  /** Nobody knows the name; `plus`: the commercial edition does. */
  | (Base & { readonly kind: 'unknown'; readonly plus: boolean })
  /** The directive, a parameter or a value that these releases have, and the one in use has not. */
  | (Base & { readonly kind: 'version'; readonly releases: readonly Releases[] })
  /** `plus`: the commercial edition allows it here. */
  | (Base & { readonly kind: 'not-allowed'; readonly forms: readonly Form[] })
  | (Base & { readonly kind: 'block'; readonly wanted: boolean })
  | (Base & { readonly kind: 'arguments'; readonly forms: readonly Form[] })
  | (Base & { readonly kind: 'value'; readonly fault: ValueFault })
  | (Base & { readonly kind: 'duplicate'; readonly first: Placement })
  /** Behind `word` a `;` is missing; `next` begins the directive that was swallowed. */
  | (Base & {
      readonly kind: 'semicolon';
      readonly next: Word;
      /** The name of the directive that lacks it. */
      readonly head: Word;
      /** nginx refuses it; else it takes the lines below for arguments and starts. */
      readonly refused: boolean;
    });

export type FindingKind = Finding['kind'];
