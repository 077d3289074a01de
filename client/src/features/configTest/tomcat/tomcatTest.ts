import { Diagnostic, DiagnosticSeverity, Uri, type LogOutputChannel, type TextDocument } from 'vscode';
import type { ContainerPlan } from '../../../../../server/src/protocol';
import type { LabHost } from '../../lab/host';
import type { LanguageService } from '../../language/client';
import { type Answer, ConfigTest, lineRange, linesOf } from '../configTest';
import { askProgram } from './program';
import { lineFor, parseVerdicts, type Verdict } from './verdicts';

/** The words of the real `catalina.sh configtest`: of the lab's Tomcats, else of one on this machine. */
export class TomcatTest extends ConfigTest {
  constructor(
    private readonly language: LanguageService,
    private readonly host: LabHost,
    log: LogOutputChannel,
  ) {
    super('tomcat', log);
  }

  protected override reads({ fileName }: TextDocument): boolean {
    return /(?:server\w*|context)\.xml$|catalina\.properties$/i.test(fileName);
  }

  protected override async ask(signal: AbortSignal): Promise<readonly Answer[] | undefined> {
    const servers = await this.language.tomcatServers();
    const nodes = await this.nodesOfLab();
    const answers: Answer[] = [];
    for (const { uri, text, connectors } of servers) {
      const file = Uri.parse(uri, true);
      const node = nodes.find(({ files }) =>
        files.some(({ origin }) => origin !== undefined && Uri.file(origin).toString() === file.toString()),
      );
      const verdicts = node ? await this.askLab(node, signal) : await this.askHome(file, text, signal);
      if (!verdicts) continue;
      const lines = await linesOf(file);
      answers.push({
        mainFile: file,
        verdicts: verdicts.map((verdict) => ({
          uri: file,
          diagnostic: diagnosticOf(verdict, lines, lineFor(verdict, lines ?? [], connectors)),
        })),
      });
    }
    return answers.length === 0 && servers.length > 0 ? undefined : answers;
  }

  /** The Tomcats of the lab that runs, with the files as they are now. */
  private async nodesOfLab(): Promise<readonly ContainerPlan[]> {
    const running = this.host.lab?.deployment;
    if (!running || running.source !== 'workspace' || running.folder === null) return [];
    const [first] = running.tomcats;
    const answer = await this.language.deployment({
      folder: Uri.file(running.folder).toString(),
      nodes: running.tomcats.length,
      images: { nginx: running.nginx.image, ...(first && { tomcat: first.image }) },
      labId: running.labId,
      probeToken: '0',
    });
    return answer.ok ? answer.deployment.tomcats : [];
  }

  private async askLab(node: ContainerPlan, signal: AbortSignal): Promise<readonly Verdict[] | undefined> {
    const said = await this.host.testTomcat(node, signal);
    if (!said) return undefined;
    const output = said.join('\n');
    this.log.debug(`catalina.sh configtest as ${node.name}\n${output}`);
    return parseVerdicts(output);
  }

  private async askHome(
    file: Uri,
    text: string,
    signal: AbortSignal,
  ): Promise<readonly Verdict[] | undefined> {
    const home = this.settingsOf(file).get<string>('home')?.trim();
    if (!home) return undefined;
    const told = await askProgram(home, file.fsPath, text, signal);
    if (!told) return undefined;
    this.log.debug(`catalina.sh configtest of ${home} on ${file.fsPath}\n${told.output}`);
    return parseVerdicts(told.output, told.base);
  }
}

function diagnosticOf(
  { level, words }: Verdict,
  lines: readonly string[] | undefined,
  line: number,
): Diagnostic {
  const severity = level === 'warning' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
  const diagnostic = new Diagnostic(lineRange(lines, line), words, severity);
  diagnostic.source = 'tomcat';
  return diagnostic;
}
