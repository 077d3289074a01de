import { Diagnostic, DiagnosticSeverity, Uri, type LogOutputChannel, type TextDocument } from 'vscode';
import type { LabHost } from '../../lab/host';
import type { LanguageService } from '../../language/client';
import { type Answer, ConfigTest, lineRange, linesOf, type Placed } from '../configTest';
import { askBinary } from './binary';
import { parseVerdicts, type Verdict } from './verdicts';

/** The words of the real `nginx -t`. */
export class NginxTest extends ConfigTest {
  constructor(
    private readonly language: LanguageService,
    private readonly host: LabHost,
    log: LogOutputChannel,
  ) {
    super('nginx', log);
  }

  protected override reads({ languageId }: TextDocument): boolean {
    return languageId === 'nginx';
  }

  protected override async ask(signal: AbortSignal): Promise<readonly Answer[] | undefined> {
    const answers: Answer[] = [];
    const inLab = await this.askLab(signal);
    if (inLab) answers.push(inLab);
    for (const { uri, files } of await this.language.nginxMainFiles()) {
      const mainFile = Uri.parse(uri, true);
      if (inLab?.mainFile.toString() === mainFile.toString()) continue;
      const said = await askBinary(this.programFor(mainFile), mainFile.fsPath, signal);
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

  private programFor(uri: Uri): string {
    return this.settingsOf(uri).get<string>('path')?.trim() || 'nginx';
  }
}

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
