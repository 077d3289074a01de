import { randomBytes } from 'node:crypto';
import {
  Diagnostic,
  DiagnosticSeverity,
  Uri,
  workspace,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import type { Deployment } from '../../../../../server/src/protocol';
import { labSettings } from '../../../kernel/settings';
import { originOf } from '../../../lab/origins';
import { findLine, testsFor } from '../../../lab/wordsPlace';
import { pathOf } from '../../lab/leftovers';
import type { EngineChoice } from '../../lab/engineChoice';
import type { LabHost } from '../../lab/host';
import type { LanguageService } from '../../language/client';
import { type Answer, ConfigTest, lineRange, linesOf, type Placed } from '../configTest';
import { askBinary } from './binary';
import { parseVerdicts, type Verdict } from './verdicts';

/**
 * The words of the real `nginx -t`: in a container beside the lab that runs, else in one of the image that the workspace
 * names, else by a program on this machine; one that the settings name comes before a container of its own.
 */
export class NginxTest extends ConfigTest {
  constructor(
    private readonly language: LanguageService,
    private readonly host: LabHost,
    private readonly engines: EngineChoice,
    log: LogOutputChannel,
  ) {
    super('nginx', log);
  }

  protected override reads({ languageId }: TextDocument): boolean {
    return languageId === 'nginx';
  }

  protected override async ask(signal: AbortSignal): Promise<readonly Answer[] | undefined> {
    const answers: Answer[] = [];
    const inContainer = (await this.askLab(signal)) ?? (await this.askImage(signal));
    if (inContainer) answers.push(inContainer);
    for (const { uri, files } of await this.language.nginxMainFiles()) {
      const mainFile = Uri.parse(uri, true);
      if (inContainer?.mainFile.toString() === mainFile.toString()) continue;
      const said = await askBinary(this.programFor(mainFile), mainFile.fsPath, signal);
      if (said === undefined) return inContainer ? answers : undefined;
      this.log.debug(`nginx -t -c ${mainFile.fsPath}\n${said}`);
      answers.push(await this.read(said, mainFile, files, (path) => Uri.file(path)));
    }
    return answers;
  }

  /** Shows what nginx said of a plan of the lab that runs, instead of what it said before. */
  async told(plan: Deployment, said: readonly string[]): Promise<void> {
    const answer = await this.answerOf(plan, said);
    if (answer) this.answered(answer);
  }

  /** The nginx of the lab that runs knows its names, certificates and version; undefined where none runs the workspace's files. */
  private async askLab(signal: AbortSignal): Promise<Answer | undefined> {
    const running = this.host.lab?.deployment;
    if (!running || running.source !== 'workspace' || running.folder === null) return undefined;
    const answer = await this.language.deployment(
      running.wishes ?? {
        folder: Uri.file(running.folder).toString(),
        nodes: running.tomcats.length,
        images: { nginx: running.nginx.image },
        labId: running.labId,
        probeToken: '0',
      },
    );
    if (!answer.ok) return undefined;
    return await this.answerOf(answer.deployment, await this.host.testNginx(answer.deployment, signal));
  }

  /** Without a lab: the image that the workspace would run, where the engine has it. */
  private async askImage(signal: AbortSignal): Promise<Answer | undefined> {
    const folder = workspace.workspaceFolders?.[0]?.uri;
    if (this.host.lab || !folder || this.isProgramSet(folder)) return undefined;
    const { images } = labSettings(folder);
    const answer = await this.language.deployment({
      folder: folder.toString(),
      images,
      labId: randomBytes(4).toString('hex'),
      probeToken: '0',
    });
    if (!answer.ok || answer.deployment.source !== 'workspace') return undefined;
    const plan = { ...answer.deployment, folder: pathOf(folder.fsPath) };
    return await this.answerOf(plan, await this.host.testNginxAlone(plan, this.engines.host, signal));
  }

  private async answerOf(
    { nginx: { files } }: Deployment,
    said: readonly string[] | undefined,
  ): Promise<Answer | undefined> {
    // Where the image's own main file is the one that runs, what it includes first.
    const main =
      originOf(files, '/etc/nginx/nginx.conf') ?? files.find(({ origin }) => origin !== undefined)?.origin;
    if (main === undefined || !said) return undefined;
    this.log.debug(`nginx -t in a container\n${said.join('\n')}`);
    const origins = files.flatMap(({ origin }) => (origin === undefined ? [] : Uri.file(origin).toString()));
    return await this.read(said.join('\n'), Uri.file(main), origins, (path) => {
      const origin = originOf(files, path);
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

  private isProgramSet(uri: Uri): boolean {
    const set = this.settingsOf(uri).inspect<string>('path');
    return [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue].some((it) => it !== undefined);
  }

  private programFor(uri: Uri): string {
    return this.settingsOf(uri).get<string>('path')?.trim() || 'nginx';
  }
}

/** The files of one configuration, each read when it is first needed. */
class Texts {
  constructor(private readonly files: readonly Uri[]) {}

  /** What words are about that name no line: first what they say of it, else where the name first stands that they quote. */
  async find(words: string): Promise<{ readonly uri: Uri; readonly line: number } | undefined> {
    const quoted = [...words.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name).find((it) => it.length > 2);
    const tests = [
      ...testsFor(words),
      ...(quoted === undefined ? [] : [(line: string) => line.includes(quoted)]),
    ];
    if (tests.length === 0) return undefined;
    const texts = await Promise.all(this.files.map(async (of) => ({ of, lines: (await linesOf(of)) ?? [] })));
    const found = findLine(tests, texts);
    return found && { uri: found.of, line: found.line };
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
  const named = path === undefined ? undefined : uriOf(path);
  const told = named && { uri: named, line };
  const found = told ?? (await texts.find(words));
  const { uri, line: at } = found ?? { uri: mainFile, line: 0 };
  const diagnostic = new Diagnostic(
    lineRange(await linesOf(uri), at),
    words,
    level === 'warning' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
  );
  diagnostic.source = 'nginx';
  return { uri, diagnostic };
}
