import {
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  l10n,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
  type DocumentLinkProvider,
  type Memento,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';
import type { WhichLocationAnswer } from '../../../server/src/protocol';

const SCHEME = 'cluster-lab-location';
/** Of package.json: with lines that wrap, and without what is of no use to a report. */
const LANGUAGE = 'cluster-lab-report';
const LAST = 'clusterLab.whichLocation.last';

/** Reports that are kept for editors that show them still. */
const KEPT = 20;

type Report = Extract<WhichLocationAnswer, { ok: true }>;

interface Rendered {
  readonly text: string;
  readonly links: readonly { readonly range: Range; readonly target: Uri }[];
}

/** Read-only documents that answer "Which location serves a URL?", their places links to the lines of the files. */
export class LocationReports implements TextDocumentContentProvider, DocumentLinkProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly reports = new Map<string, Rendered>();
  private readonly subscriptions: Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: Memento) {
    this.subscriptions = Disposable.from(
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
    );
  }

  /** What was asked last in this workspace. */
  get last(): string {
    return this.state.get(LAST, 'GET http://localhost/');
  }

  async remember(url: string): Promise<void> {
    await this.state.update(LAST, url);
  }

  /** Opens the answer beside the files; asking once more for a URL renews its document. */
  async show(url: string, report: Report): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${l10n.t('Which location')}.txt`, query: url });
    // Not when its document closes: a change of its language is a close, too.
    this.reports.delete(uri.toString());
    this.reports.set(uri.toString(), render(report));
    for (const [oldest] of this.reports) if (this.reports.size > KEPT) this.reports.delete(oldest);
    this.changed.fire(uri);
    const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), LANGUAGE);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.reports.get(uri.toString())?.text ?? l10n.t('Ask once more: "Which location serves a URL?"');
  }

  provideDocumentLinks({ uri }: TextDocument): DocumentLink[] {
    return (this.reports.get(uri.toString())?.links ?? []).map(
      ({ range, target }) => new DocumentLink(range, target),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }
}

/** Each line with its place behind it: `  location /app/   nginx/site.conf:12`. */
function render({ lines, mainFile, stock }: Report): Rendered {
  const texts: string[] = [];
  const links: { range: Range; target: Uri }[] = [];
  for (const { text, uri, range } of lines) {
    if (uri === null || range === null) {
      texts.push(text);
      continue;
    }
    const target = Uri.parse(uri);
    const line = range.start.line + 1;
    const place = `${workspace.asRelativePath(target)}:${line}`;
    const before = `${text}  `;
    links.push({
      range: new Range(texts.length, before.length, texts.length, before.length + place.length),
      target: target.with({ fragment: `L${line},${range.start.character + 1}` }),
    });
    texts.push(before + place);
  }
  texts.push(
    '',
    stock === null
      ? l10n.t('Read from {0}, as it stands in the editor.', workspace.asRelativePath(Uri.parse(mainFile)))
      : l10n.t('Read from {0}, and what it includes, as it stands in the editor.', stock),
  );
  return { text: `${texts.join('\n')}\n`, links };
}
