import {
  CodeLens,
  commands,
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
  type CodeLensProvider,
  type DocumentLinkProvider,
  type TextDocument,
  type TextDocumentContentProvider,
  type TextEditor,
} from 'vscode';
import type { PlainRange } from '../../../server/src/protocol';

/** Of package.json: with lines that wrap, and without what is of no use to a report. */
const LANGUAGE = 'cluster-lab-report';
/** The same for what stands in columns: its lines do not wrap. */
export const TABLE = 'cluster-lab-table';
const RUN = 'clusterLab.runReportAction';
const REVEAL = 'clusterLab.revealReportPlace';

/** Reports that are kept for editors that show them still. */
const KEPT = 20;

/** A line of a report, with the place that it tells of behind it, and what can be done about it above it. */
export interface ReportLine {
  readonly text: string;
  readonly place?: ReportPlace | undefined;
  readonly action?: ReportAction | undefined;
}

/** A place in a file; without a range the whole file, or, where it is nothing that an editor shows, its row in the Explorer. */
export interface ReportPlace {
  readonly uri: Uri;
  readonly range?: PlainRange;
  readonly inExplorer?: boolean;
}

/** What a lens above a line does; `key` tells it from all others of the report, also of one that is renewed. */
export interface ReportAction {
  readonly key: string;
  readonly title: string;
  readonly run: () => Promise<void>;
}

interface Rendered {
  readonly text: string;
  readonly links: readonly { readonly range: Range; readonly target: Uri }[];
  readonly actions: readonly (ReportAction & { readonly line: number })[];
}

/** Read-only documents of one kind, their places links to the lines of the files. */
export class Reports
  implements TextDocumentContentProvider, DocumentLinkProvider, CodeLensProvider, Disposable
{
  private readonly changed = new EventEmitter<Uri>();
  private readonly lensesChanged = new EventEmitter<void>();
  private readonly reports = new Map<string, Rendered>();
  private readonly subscriptions: Disposable;
  readonly onDidChange = this.changed.event;
  readonly onDidChangeCodeLenses = this.lensesChanged.event;

  /** @param gone what a document says whose report is no longer there */
  constructor(
    private readonly scheme: string,
    private readonly gone: () => string,
    private readonly language: typeof LANGUAGE | typeof TABLE = LANGUAGE,
  ) {
    this.subscriptions = Disposable.from(
      workspace.registerTextDocumentContentProvider(scheme, this),
      languages.registerDocumentLinkProvider({ scheme }, this),
      languages.registerCodeLensProvider({ scheme }, this),
      commands.registerCommand(`${RUN}.${scheme}`, async (uri: string, key: string) =>
        // A lens of what the document was before may be clicked still: then its action is gone.
        this.reports
          .get(uri)
          ?.actions.find((action) => action.key === key)
          ?.run(),
      ),
      commands.registerCommand(`${REVEAL}.${scheme}`, (uri: string) =>
        commands.executeCommand('revealInExplorer', Uri.parse(uri)),
      ),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === scheme) this.lensesChanged.fire();
      }),
    );
  }

  /** Opens a report beside the files; one of the same title and query renews its document. */
  async show(title: string, query: string, lines: readonly ReportLine[]): Promise<void> {
    const uri = this.uriOf(title, query);
    // Not when its document closes: a change of its language is a close, too.
    this.reports.delete(uri.toString());
    this.reports.set(uri.toString(), this.render(lines));
    for (const [oldest] of this.reports) if (this.reports.size > KEPT) this.reports.delete(oldest);
    this.changed.fire(uri);
    const shown = window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    const document = await languages.setTextDocumentLanguage(
      await workspace.openTextDocument(uri),
      this.language,
    );
    await window.showTextDocument(document, {
      viewColumn: (shown ?? anyReport())?.viewColumn ?? (isEmpty() ? ViewColumn.Active : ViewColumn.Beside),
      preview: true,
    });
  }

  /** Whether an editor shows it at the moment. */
  isShown(title: string, query: string): boolean {
    const uri = this.uriOf(title, query).toString();
    return window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri);
  }

  /** Gives a report that is there other lines, and leaves its editor where it is. */
  renew(title: string, query: string, lines: readonly ReportLine[]): void {
    const uri = this.uriOf(title, query);
    const rendered = this.render(lines);
    const before = this.reports.get(uri.toString());
    if (!before) return;
    this.reports.set(uri.toString(), rendered);
    if (before.text !== rendered.text) this.changed.fire(uri);
  }

  private uriOf(title: string, query: string): Uri {
    return Uri.from({ scheme: this.scheme, path: `/${title}.txt`, query });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.reports.get(uri.toString())?.text ?? this.gone();
  }

  provideDocumentLinks({ uri }: TextDocument): DocumentLink[] {
    return (this.reports.get(uri.toString())?.links ?? []).map(
      ({ range, target }) => new DocumentLink(range, target),
    );
  }

  provideCodeLenses({ uri }: TextDocument): CodeLens[] {
    return (this.reports.get(uri.toString())?.actions ?? []).map(
      ({ line, key, title }) =>
        new CodeLens(new Range(line, 0, line, 0), {
          title,
          command: `${RUN}.${this.scheme}`,
          arguments: [uri.toString(), key],
        }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
    this.lensesChanged.dispose();
  }

  /** Each line with its place behind it: `  location /app/   nginx/site.conf:12`. */
  private render(lines: readonly ReportLine[]): Rendered {
    const texts: string[] = [];
    const links: { range: Range; target: Uri }[] = [];
    const actions: Rendered['actions'][number][] = [];
    for (const { text, place, action } of lines) {
      if (action) actions.push({ line: texts.length, ...action });
      if (!place) {
        texts.push(text);
        continue;
      }
      const path = workspace.asRelativePath(place.uri);
      const shown = place.range ? `${path}:${place.range.start.line + 1}` : path;
      const before = `${text}  `;
      links.push({
        range: new Range(texts.length, before.length, texts.length, before.length + shown.length),
        target: this.targetOf(place),
      });
      texts.push(before + shown);
    }
    return { text: `${texts.join('\n')}\n`, links, actions };
  }

  private targetOf({ uri, range, inExplorer }: ReportPlace): Uri {
    if (inExplorer === true)
      return Uri.parse(
        `command:${REVEAL}.${this.scheme}?${encodeURIComponent(JSON.stringify([uri.toString()]))}`,
      );
    return range ? uri.with({ fragment: `L${range.start.line + 1},${range.start.character + 1}` }) : uri;
  }
}

/** Beside nothing a report would stand next to an empty half of the window. */
const isEmpty = (): boolean => window.tabGroups.all.every(({ tabs }) => tabs.length === 0);

/** An editor in whose column another report stands well. */
const anyReport = (): TextEditor | undefined =>
  window.visibleTextEditors.find(({ document: { languageId } }) => [LANGUAGE, TABLE].includes(languageId));
