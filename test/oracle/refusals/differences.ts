import { compare } from '../compare';
import { quotedIn } from '../words';
import type { Row } from '../table';
import type { Refusal } from './mutants';

/** Where we and nginx differ: a file that it takes and we do not, or what it refuses and we do not tell in its words at its line. */
export function differences(all: readonly Refusal[], rows: readonly Row[]): readonly string[] {
  const found: string[] = [];
  for (const [index, refusal] of all.entries()) {
    for (const [version, verdict] of rows[index]?.verdicts ?? []) {
      if (verdict === 'unable') continue;
      const { outcome, said } = compare(refusal, version, verdict);
      const about = `${refusal.source}, nginx ${version}: ${refusal.lines}`;
      const theirs = verdict ? `${verdict.line} ${verdict.message}` : 'it takes it';
      if (
        outcome !== 'agreed' &&
        outcome !== 'neutral' &&
        (outcome !== 'caught' || !isAtLine(refusal, verdict, said))
      )
        found.push(
          [`${outcome}: ${about}`, `    nginx: ${theirs}`, ...said.map((one) => `    we: ${one}`)].join('\n'),
        );
    }
  }
  return found;
}

/** nginx names the end of a block for what it finds there, and then the cause is right. */
function isAtLine(
  { line: first, lines }: Refusal,
  verdict: { readonly line: number } | undefined,
  said: readonly string[],
): boolean {
  const last = first + lines.split('\n').length - 1;
  return said.some((one) => {
    const at = Number.parseInt(one, 10);
    return at === verdict?.line || quotedIn(one)?.line === verdict?.line || (at >= first && at <= last);
  });
}
