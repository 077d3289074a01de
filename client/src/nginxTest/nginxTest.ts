import { inspect } from 'node:util';
import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  Uri,
  workspace,
  type Disposable,
  type LogOutputChannel,
} from 'vscode';
import type { LabHost } from '../labHost';
import type { LanguageService } from '../language/client';
import { askBinary } from './binary';
import { parseVerdicts, type Verdict } from './verdicts';

const OURS = 'cluster-lab';

/** What one `nginx -t` said: of how many main files, and how often it refused or warned. */
export interface TestOutcome {
  readonly mainFiles: number;
  readonly verdicts: number;
}

/** What nginx says of one main file and all that it includes. */
interface Answer {
  readonly mainFile: Uri;
  readonly verdicts: readonly Placed[];
}

interface Placed {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

/**
 * The words of the real `nginx -t`, on demand and after a save, as problems with the source `nginx`. Where the language
 * server says something of the same line already, nginx's words are not shown beside it.
 */
export class NginxTest implements Disposable {
  private readonly shown = languages.createDiagnosticCollection('nginx');
  private readonly subscriptions: Disposable[];
  private found = new Map<string, Diagnostic[]>();
  private running: AbortController | undefined;

  constructor(
    private readonly language: LanguageService,
    private readonly host: LabHost,
    private readonly log: LogOutputChannel,
  ) {
    this.subscriptions = [
      workspace.onDidSaveTextDocument((document) => {
        if (document.languageId !== 'nginx' || !workspace.isTrusted) return;
        if (settingsOf(document.uri).get<string>('test') !== 'onSave') return;
        this.run().catch((error: unknown) => {
          if (!isAbort(error)) this.log.warn(`nginx -t: ${inspect(error)}`);
        });
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) if (this.found.has(uri.toString())) this.show(uri);
      }),
    ];
  }

  /** Tests every main file of the workspace; undefined where there is no nginx to ask. A later run ends an earlier one. */
  async run(signal?: AbortSignal): Promise<TestOutcome | undefined> {
    this.running?.abort();
    const own = new AbortController();
    this.running = own;
    const either = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
    const answers = await this.ask(either);
    either.throwIfAborted();
    if (!answers) return undefined;
    const found = new Map<string, Diagnostic[]>();
    let verdicts = 0;
    for (const { uri, diagnostic } of answers.flatMap((answer) => answer.verdicts)) {
      const key = uri.toString();
      found.set(key, [...(found.get(key) ?? []), diagnostic]);
      verdicts++;
    }
    this.replace(found);
    return { mainFiles: answers.length, verdicts };
  }

  dispose(): void {
    this.running?.abort();
    this.shown.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async ask(signal: AbortSignal): Promise<Answer[] | undefined> {
    const answers: Answer[] = [];
    const inLab = await this.askLab(signal);
    if (inLab) answers.push(inLab);
    for (const { uri, files } of await this.language.nginxMainFiles()) {
      const mainFile = Uri.parse(uri, true);
      if (inLab?.mainFile.toString() === mainFile.toString()) continue;
      const said = await askBinary(programFor(mainFile), mainFile.fsPath, signal);
      if (said === undefined) return inLab ? answers : undefined;
      this.log.debug(`nginx -t -c ${mainFile.fsPath}\n${said}`);
      answers.push(await this.read(said, mainFile, files, (path) => Uri.file(path)));
    }
    return answers;
  }

  /** The nginx of the lab that runs knows its names, certificates and version; undefined where none runs the workspace's files. */
  private async askLab(signal: AbortSignal): Promise<Answer | undefined> {
    const running = this.host.lab?.deployment;
    if (!running || running.source !== 'workspace' || running.folder === null) return undefined;
    const answer = await this.language.deployment({
      folder: Uri.file(running.folder).toString(),
      nodes: running.tomcats.length,
      images: { nginx: running.nginx.image },
      labId: running.labId,
      probeToken: '0',
    });
    if (!answer.ok) return undefined;
    const { files } = answer.deployment.nginx;
    const originOf = (path: string): string | undefined =>
      files.find(({ target }) => target === path)?.origin;
    const main = originOf('/etc/nginx/nginx.conf');
    const said = await this.host.testNginx(answer.deployment, signal);
    if (main === undefined || !said) return undefined;
    this.log.debug(`nginx -t in the lab\n${said.join('\n')}`);
    const origins = files.flatMap(({ origin }) => (origin === undefined ? [] : Uri.file(origin).toString()));
    return await this.read(said.join('\n'), Uri.file(main), origins, (path) => {
      const origin = originOf(path);
      return origin === undefined ? undefined : Uri.file(origin);
    });
  }

  private async read(
    said: string,
    mainFile: Uri,
    files: readonly string[],
    uriOf: (path: string) => Uri | undefined,
  ): Promise<Answer> {
    const texts = new Texts(files.map((file) => Uri.parse(file, true)));
    const verdicts = parseVerdicts(said).map((verdict) => place(verdict, mainFile, texts, uriOf));
    return { mainFile, verdicts: await Promise.all(verdicts) };
  }

  private replace(found: Map<string, Diagnostic[]>): void {
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

const settingsOf = (uri: Uri): ReturnType<typeof workspace.getConfiguration> =>
  workspace.getConfiguration('clusterLab.nginx', uri);

const programFor = (uri: Uri): string => settingsOf(uri).get<string>('path')?.trim() || 'nginx';

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** The files of one configuration, each read when it is first needed. */
class Texts {
  constructor(private readonly files: readonly Uri[]) {}

  /** Where a text first stands, in nginx's order. */
  async find(text: string): Promise<{ readonly uri: Uri; readonly line: number } | undefined> {
    for (const uri of this.files) {
      const line = (await linesOf(uri))?.findIndex((one) => one.includes(text)) ?? -1;
      if (line !== -1) return { uri, line };
    }
    return undefined;
  }
}

/**
 * A problem where nginx says it is. Of certificates, hosts and log files it names no line: then it is where the name that
 * nginx quotes is written, or at the beginning of the main file.
 */
async function place(
  { level, words, path, line }: Verdict,
  mainFile: Uri,
  texts: Texts,
  uriOf: (path: string) => Uri | undefined,
): Promise<Placed> {
  const quoted = /"([^"]{3,})"/.exec(words)?.[1];
  const named = path === undefined ? undefined : uriOf(path);
  const told = named && { uri: named, line };
  const found = told ?? (quoted === undefined ? undefined : await texts.find(quoted));
  const { uri, line: at } = found ?? { uri: mainFile, line: 0 };
  const diagnostic = new Diagnostic(
    lineRange(await linesOf(uri), at),
    words,
    level === 'warning' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
  );
  diagnostic.source = 'nginx';
  return { uri, diagnostic };
}

/**
 * The lines of a file as nginx read them; undefined where it named one that this window cannot read: its place still helps.
 * No document is made of it: that would count as open, and outlive the file.
 */
async function linesOf(uri: Uri): Promise<readonly string[] | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri)).split(/\r?\n/);
  } catch {
    return undefined;
  }
}

/** A line without the blanks around it. */
function lineRange(lines: readonly string[] | undefined, line: number): Range {
  if (!lines) return new Range(line, 0, line, 0);
  const number = Math.min(line, lines.length - 1);
  const text = lines[number] ?? '';
  return new Range(number, text.length - text.trimStart().length, number, text.trimEnd().length);
}
