import type { Span } from '../../languages/text/span';
import type { Fix, Related, Severity } from '../define';

/** A report of a rule, ready to be shown: severity decided, message written out. */
export interface Diagnostic {
  /** The rule's id. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string;
  readonly span: Span;
  readonly related: readonly Related[];
  /** The preferred one first. */
  readonly fixes: readonly Fix[];
  /** The rule's page. */
  readonly href: string;
}

const PAGES = 'https://github.com/cluster-lab/cluster-lab/blob/main/docs/rules';

export const pageOf = (id: string): string => `${PAGES}/${id}.md`;
