import type { NginxConfiguration } from '../configuration';
import type { Directive } from '../tree';
import { coreFindings, type DocumentAt } from './core';
import type { Finding, FindingKind } from './findings';

export type { Finding } from './findings';

export interface Findings {
  of<Kind extends FindingKind>(kind: Kind): readonly Extract<Finding, { kind: Kind }>[];
  /** Whether nginx stops at this directive already, so that a closer look would tell the same cause twice. */
  refuses(directive: Directive): boolean;
  /** Whether a directive takes others for its arguments, so that what those make is missing. */
  readonly swallows: boolean;
}

const known = new WeakMap<NginxConfiguration, Findings>();

/** What nginx's own checks of any directive refuse in a configuration; found once, asked by many rules. */
export function findingsOf(configuration: NginxConfiguration, documentAt: DocumentAt): Findings {
  let findings = known.get(configuration);
  if (!findings) {
    findings = grouped(inAllContexts(configuration, documentAt));
    known.set(configuration, findings);
  }
  return findings;
}

/** A file that nothing includes may be meant for several contexts: only what all of them refuse is a fault. */
function inAllContexts(configuration: NginxConfiguration, documentAt: DocumentAt): readonly Finding[] {
  const [first, ...others] = configuration.contexts;
  if (first === undefined) return [];
  let found: readonly Finding[] = coreFindings(configuration, documentAt, first);
  for (const context of others) {
    if (found.length === 0) return found;
    found = common(found, coreFindings(configuration, documentAt, context));
  }
  return found;
}

/** What both refuse, whatever each calls it: nobody writes a directive where it may not stand if elsewhere it may. */
function common(left: readonly Finding[], right: readonly Finding[]): readonly Finding[] {
  const others = new Map<string, Finding[]>();
  for (const finding of right) {
    const same = others.get(keyOf(finding));
    if (same) same.push(finding);
    else others.set(keyOf(finding), [finding]);
  }
  return left.flatMap((finding) => {
    const same = others.get(keyOf(finding));
    if (!same) return [];
    const isSaid = finding.kind !== 'not-allowed' || same.some(({ kind }) => kind === 'not-allowed');
    return isSaid ? finding : same;
  });
}

const keyOf = (finding: Finding): string => {
  const { kind, placement, word } = finding;
  const isRefused = kind !== 'semicolon' || finding.refused;
  return `${placement.path} ${isRefused ? placement.directive.span.start : `${kind} ${word.span.start}`}`;
};

function grouped(findings: readonly Finding[]): Findings {
  const kinds = new Map<FindingKind, Finding[]>();
  const refused = new Set<Directive>();
  for (const finding of findings) {
    const group = kinds.get(finding.kind);
    if (group) group.push(finding);
    else kinds.set(finding.kind, [finding]);
    if (finding.kind !== 'semicolon' || finding.refused) refused.add(finding.placement.directive);
  }
  return {
    of: <Kind extends FindingKind>(kind: Kind) =>
      (kinds.get(kind) ?? []).filter(
        (finding): finding is Extract<Finding, { kind: Kind }> => finding.kind === kind,
      ),
    refuses: (directive) => refused.has(directive),
    swallows: kinds.has('semicolon'),
  };
}
