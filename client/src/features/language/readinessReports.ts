import { l10n, Uri, type Disposable } from 'vscode';
import type { ReadinessOfCluster } from '../../../../server/src/protocol';
import { type ReportLine, Reports } from '../../kernel/reports';
import { inOrder, nameOf, type Point } from './readinessPoints';

/** A fix of a report, by what it was called there: its edit is made for the texts of the moment in which it is wanted. */
export interface WantedFix {
  /** Of the cluster. */
  readonly id: string;
  /** Of the point. */
  readonly title: string;
  readonly fix: string;
}

/** What "Check cluster readiness" found, with what mends it above each point that lacks something. */
export class ReadinessReports implements Disposable {
  private readonly reports = new Reports('cluster-lab-readiness', () =>
    l10n.t('Ask once more: "Check cluster readiness"'),
  );

  /** @param mend mends a point, and shows the report anew */
  async show(
    clusters: readonly ReadinessOfCluster[],
    mend: (wanted: WantedFix) => Promise<void>,
  ): Promise<void> {
    const lines = clusters.flatMap(({ id, nodes, points }): readonly ReportLine[] => {
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
        ...inOrder(points).flatMap((point) => linesOf(id, point, mend)),
      ];
    });
    await this.reports.show(l10n.t('Cluster readiness'), '', lines);
  }

  dispose(): void {
    this.reports.dispose();
  }
}

function linesOf(
  id: string,
  { title, state, says, places, fix }: Point,
  mend: (wanted: WantedFix) => Promise<void>,
): ReportLine[] {
  return [
    {
      text: `${nameOf(state)}: ${title}`,
      action: fix
        ? {
            key: [id, title, fix.title].join('\n'),
            title: fix.title,
            run: () => mend({ id, title, fix: fix.title }),
          }
        : undefined,
    },
    { text: `    ${says}` },
    ...places.map(({ uri, range }) => ({ text: '   ', place: { uri: Uri.parse(uri), range } })),
    { text: '' },
  ];
}
