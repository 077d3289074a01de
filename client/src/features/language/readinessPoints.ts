import { l10n } from 'vscode';
import type { ReadinessOfCluster } from '../../../../server/src/protocol';

export type Point = ReadinessOfCluster['points'][number];

/** What is to be done comes first. */
const ORDER: readonly Point['state'][] = ['lacks', 'unknown', 'holds'];

/** The points of a cluster in the order in which they are shown. */
export const inOrder = (points: readonly Point[]): readonly Point[] =>
  ORDER.flatMap((state) => points.filter((point) => point.state === state));

export const nameOf = (state: Point['state']): string =>
  ({ holds: l10n.t('Holds'), lacks: l10n.t('Lacks'), unknown: l10n.t('Unknown') })[state];
