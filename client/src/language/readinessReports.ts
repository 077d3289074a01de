import { l10n, Uri, type Disposable } from 'vscode';
import type { PlainWorkspaceEdit, ReadinessOfCluster } from '../../../server/src/protocol';
import { type ReportLine, Reports } from './reports';

type Point = ReadinessOfCluster['points'][number];

/** What "Check cluster readiness" found, with what mends it above each point that lacks something. */
export class ReadinessReports implements Disposable {
  private readonly reports = new Reports('cluster-lab-readiness', () =>
    l10n.t('Ask once more: "Check cluster readiness"'),
  );

  /** @param fix makes the edit of a point, and shows the report anew */
  async show(
    clusters: readonly ReadinessOfCluster[],
    fix: (edit: PlainWorkspaceEdit) => Promise<void>,
  ): Promise<void> {
    const lines = clusters.flatMap(({ nodes, points }): readonly ReportLine[] => {
      const count = (state: Point['state']): number => points.filter((one) => one.state === state).length;
      return [
        { text: nodes.join(', ') },
        {
          text: l10n.t(
            '{0} of {1} points hold, {2} lack something, {3} cannot be told from files.',
            count('holds'),
            points.length,
            count('lacks'),
            count('unknown'),
          ),
        },
        { text: '' },
        ...ORDER.flatMap((state) => points.filter((point) => point.state === state)).flatMap((point) =>
          linesOf(point, fix),
        ),
      ];
    });
    await this.reports.show(l10n.t('Cluster readiness'), '', lines);
  }

  dispose(): void {
    this.reports.dispose();
  }
}

/** What is to be done comes first. */
const ORDER: readonly Point['state'][] = ['lacks', 'unknown', 'holds'];

const nameOf = (state: Point['state']): string =>
  ({ holds: l10n.t('Holds'), lacks: l10n.t('Lacks'), unknown: l10n.t('Unknown') })[state];

function linesOf(
  { title, state, says, places, fix }: Point,
  run: (edit: PlainWorkspaceEdit) => Promise<void>,
): ReportLine[] {
  return [
    {
      text: `${nameOf(state)}: ${title}`,
      action: fix ? { title: fix.title, run: () => run(fix.edit) } : undefined,
    },
    { text: `    ${says}` },
    ...places.map(({ uri, range }) => ({ text: '   ', place: { uri: Uri.parse(uri), range } })),
    { text: '' },
  ];
}
