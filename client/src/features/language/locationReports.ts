import { l10n, Uri, workspace, type Disposable, type Memento } from 'vscode';
import type { WhichLocationAnswer } from '../../../../server/src/protocol';
import { Reports } from '../../kernel/reports';

const LAST = 'clusterLab.whichLocation.last';

type Report = Extract<WhichLocationAnswer, { ok: true }>;

/** The answers to "Which location serves a URL?". */
export class LocationReports implements Disposable {
  private readonly reports = new Reports('cluster-lab-location', () =>
    l10n.t('Ask once more: "Which location serves a URL?"'),
  );

  private begun: string | undefined;

  constructor(private readonly state: Memento) {}

  /** What was asked last in this workspace. */
  get last(): string {
    return this.state.get(LAST, 'GET http://localhost/');
  }

  /** What to begin with at a place: the URL that it is for, or what was asked there just now. */
  from(here: string): string {
    return here === this.begun ? this.last : here;
  }

  /** `here`: the URL that somebody began with. */
  async remember(url: string, here: unknown): Promise<void> {
    this.begun = typeof here === 'string' ? here : undefined;
    await this.state.update(LAST, url);
  }

  /** Opens the answer beside the files; asking once more for a URL renews its document. */
  async show(url: string, { lines, mainFile, stock }: Report): Promise<void> {
    await this.reports.show(l10n.t('Which location'), url, [
      ...lines.map(({ text, uri, range }) => ({
        text,
        place: uri === null || range === null ? undefined : { uri: Uri.parse(uri), range },
      })),
      { text: '' },
      {
        text:
          stock === null
            ? l10n.t(
                'Read from {0}, as it stands in the editor.',
                workspace.asRelativePath(Uri.parse(mainFile)),
              )
            : l10n.t('Read from {0}, and what it includes, as it stands in the editor.', stock),
      },
    ]);
  }

  dispose(): void {
    this.reports.dispose();
  }
}
