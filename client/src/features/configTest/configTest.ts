import { inspect } from 'node:util';
import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  type TextDocument,
  Uri,
  workspace,
  type Disposable,
  type LogOutputChannel,
} from 'vscode';

const OURS = 'cluster-lab';

/** What one run said: of how many main files, and what the program refused or warned of. */
export interface TestOutcome {
  readonly mainFiles: number;
  readonly verdicts: readonly Placed[];
}

/** What the program says of one main file and all that it reads. */
export interface Answer {
  readonly mainFile: Uri;
  readonly verdicts: readonly Placed[];
}

export interface Placed {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

/**
 * The words of a real program about its configuration, on demand and after a save, as problems with the program's name as
 * source. Where the language server says something of the same line already, the program's words are not shown beside it.
 */
export abstract class ConfigTest implements Disposable {
  private readonly shown;
  private readonly subscriptions: Disposable[];
  /** By their main files. */
  private answers = new Map<string, Answer>();
  private found = new Map<string, Diagnostic[]>();
  private running: AbortController | undefined;

  /** `name`: of the program, also that of its settings: `clusterLab.NAME.test`. */
  constructor(
    readonly name: 'nginx' | 'tomcat',
    protected readonly log: LogOutputChannel,
  ) {
    this.shown = languages.createDiagnosticCollection(name);
    this.subscriptions = [
      workspace.onDidSaveTextDocument((document) => {
        if (!this.reads(document) || !workspace.isTrusted) return;
        if (this.settingsOf(document.uri).get<string>('test') !== 'onSave') return;
        this.run().catch((error: unknown) => {
          if (!isAbort(error)) this.log.warn(`${name}: ${inspect(error)}`);
        });
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const key = document.uri.toString();
        const found = this.found.get(key);
        if (!found || contentChanges.length === 0) return;
        this.found.set(key, contentChanges.reduce(afterEdit, found));
        this.show(document.uri);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) if (this.found.has(uri.toString())) this.show(uri);
      }),
    ];
  }

  /** Whether the program reads a document, so that it is asked again after a save. */
  protected abstract reads(document: TextDocument): boolean;

  /** What the program says of every main file of the workspace; undefined where there is none to ask. */
  protected abstract ask(signal: AbortSignal): Promise<readonly Answer[] | undefined>;

  /** Tests every main file of the workspace; undefined where there is no program to ask. A later run ends an earlier one. */
  async run(signal?: AbortSignal): Promise<TestOutcome | undefined> {
    this.running?.abort();
    const own = new AbortController();
    this.running = own;
    const either = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
    const answers = await this.ask(either);
    either.throwIfAborted();
    if (!answers) return undefined;
    this.answers = new Map(answers.map((answer) => [answer.mainFile.toString(), answer]));
    this.showAnswers();
    return {
      mainFiles: answers.length,
      verdicts: answers.flatMap((answer) => answer.verdicts),
    };
  }

  dispose(): void {
    this.running?.abort();
    this.shown.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  protected settingsOf(uri: Uri): ReturnType<typeof workspace.getConfiguration> {
    return workspace.getConfiguration(`clusterLab.${this.name}`, uri);
  }

  /** Takes one answer in the place of what was said of its main file before. */
  protected answered(answer: Answer): void {
    this.answers.set(answer.mainFile.toString(), answer);
    this.showAnswers();
  }

  private showAnswers(): void {
    const found = new Map<string, Diagnostic[]>();
    for (const { uri, diagnostic } of [...this.answers.values()].flatMap((answer) => answer.verdicts)) {
      const key = uri.toString();
      found.set(key, [...(found.get(key) ?? []), diagnostic]);
    }
    const before = this.found;
    this.found = found;
    for (const uri of new Set([...before.keys(), ...found.keys()])) this.show(Uri.parse(uri, true));
  }

  /** Those of a file that the language server does not explain already. */
  private show(uri: Uri): void {
    const ours = languages
      .getDiagnostics(uri)
      .filter(({ source, severity }) => source === OURS && severity <= DiagnosticSeverity.Warning);
    const wanted = (this.found.get(uri.toString()) ?? []).filter(
      ({ range }) => !ours.some((other) => other.range.intersection(range)),
    );
    const present = this.shown.get(uri) ?? [];
    // Each change is told to onDidChangeDiagnostics again.
    if (wanted.length !== present.length || wanted.some((one, index) => one !== present[index]))
      this.shown.set(uri, wanted);
  }
}

/** What was said of a line holds until that line is edited or deleted; below an edit it moves with its line. */
function afterEdit(
  found: Diagnostic[],
  { range, text }: { readonly range: Range; readonly text: string },
): Diagnostic[] {
  const lines = text.split('\n').length - 1 - (range.end.line - range.start.line);
  return found.flatMap((one) => {
    const { start, end } = one.range;
    if (end.isBefore(range.start)) return [one];
    if (start.isBefore(range.end) || start.line === range.start.line) return [];
    if (lines === 0) return [one];
    const moved = new Diagnostic(
      new Range(start.translate(lines), end.translate(lines)),
      one.message,
      one.severity,
    );
    if (one.source !== undefined) moved.source = one.source;
    return [moved];
  });
}

/** Of one that was ended: by its user, or by a later one. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * The lines of a file as the program read them; undefined where it named one that this window cannot read: its place still
 * helps. No document is made of it: that would count as open, and outlive the file.
 */
export async function linesOf(uri: Uri): Promise<readonly string[] | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri)).split(/\r?\n/);
  } catch {
    return undefined;
  }
}

/** A line without the blanks around it. */
export function lineRange(lines: readonly string[] | undefined, line: number): Range {
  if (!lines) return new Range(line, 0, line, 0);
  const number = Math.min(line, lines.length - 1);
  const text = lines[number] ?? '';
  return new Range(number, text.length - text.trimStart().length, number, text.trimEnd().length);
}
