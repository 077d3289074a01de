import { commands, DiagnosticSeverity, l10n, ProgressLocation, window, workspace } from 'vscode';
import { isAbort, type ConfigTest } from './configTest';
import type { Messages } from '../../kernel/messages';
import type { LanguageService } from '../language/client';
import type { NginxTest } from './nginx/nginxTest';
import type { TomcatTest } from './tomcat/tomcatTest';
import { Commands } from '../../kernel/commandIds';

export interface ConfigTestDeps {
  readonly language: LanguageService;
  readonly messages: Messages;
  readonly nginxTest: NginxTest;
  readonly tomcatTest: TomcatTest;
}

/** What is said of a test by one program. */
interface Words {
  readonly untrusted: string;
  readonly nothing: string;
  readonly progress: string;
  readonly noProgram: string;
  readonly set: string;
  /** The setting that says where the program is. */
  readonly setting: string;
  readonly accepted: (mainFiles: number) => string;
  /** `said`: the program's own words; `place`: file and line. */
  readonly refused: (said: string, place: string) => string;
  readonly warned: (said: string, place: string) => string;
}

/** Lets the real nginx judge every main file of the workspace, and says in one line what it said. */
export const testNginx = async ({ language, messages, nginxTest }: ConfigTestDeps): Promise<void> =>
  await testWith(nginxTest, messages, async () => (await language.nginxMainFiles()).length, {
    untrusted: l10n.t(
      'nginx -t runs a program on the files of this workspace, so it needs a workspace that you trust.',
    ),
    nothing: l10n.t(
      'No main file of nginx was found in this workspace: one with http, stream, mail or events in it.',
    ),
    progress: l10n.t('Testing with nginx -t'),
    noProgram: l10n.t(
      'There is no nginx to ask: no lab runs, and no program "nginx" was found. Start the lab, or set where nginx is.',
    ),
    set: l10n.t('Set path'),
    setting: 'clusterLab.nginx.path',
    accepted: (mainFiles) =>
      mainFiles === 1
        ? l10n.t('nginx accepts the configuration.')
        : l10n.t('nginx accepts the configuration ({0} main files).', mainFiles),
    refused: (said, place) => l10n.t('nginx refuses the configuration: {0} ({1}).', said, place),
    warned: (said, place) => l10n.t('nginx accepts the configuration and warns: {0} ({1}).', said, place),
  });

/** Lets the real Tomcat read every server.xml of the workspace, and says in one line what it said. */
export const testTomcat = async ({ language, messages, tomcatTest }: ConfigTestDeps): Promise<void> =>
  await testWith(tomcatTest, messages, async () => (await language.tomcatServers()).length, {
    untrusted: l10n.t(
      'catalina.sh configtest runs a program on the files of this workspace, so it needs a workspace that you trust.',
    ),
    nothing: l10n.t('No server.xml was found in this workspace.'),
    progress: l10n.t('Testing with catalina.sh configtest'),
    noProgram: l10n.t(
      'There is no Tomcat to ask: no lab runs with this server.xml, and no Tomcat was found where the settings say. Start the lab, or set where Tomcat is.',
    ),
    set: l10n.t('Set folder'),
    setting: 'clusterLab.tomcat.home',
    accepted: (mainFiles) =>
      l10n.t(
        'Tomcat reads the configuration ({0} server.xml). Whether its applications start and a cluster forms was not tried: that shows only at a start.',
        mainFiles,
      ),
    refused: (said, place) => l10n.t('Tomcat finds an error in the configuration: {0} ({1}).', said, place),
    warned: (said, place) => l10n.t('Tomcat reads the configuration and warns: {0} ({1}).', said, place),
  });

async function testWith(
  test: ConfigTest,
  messages: Messages,
  count: () => Promise<number>,
  words: Words,
): Promise<void> {
  if (!workspace.isTrusted) {
    messages.tell('warning', words.untrusted, [
      {
        title: l10n.t('Manage workspace trust'),
        run: () => commands.executeCommand('workbench.trust.manage'),
      },
    ]);
    return;
  }
  if ((await count()) === 0) {
    messages.tell('information', words.nothing);
    return;
  }
  await workspace.saveAll();
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title: words.progress, cancellable: true },
    async (_progress, token) => {
      const controller = new AbortController();
      const cancelling = token.onCancellationRequested(() => controller.abort());
      try {
        return await test.run(controller.signal);
      } catch (error) {
        if (controller.signal.aborted || isAbort(error)) return 'ended';
        throw error;
      } finally {
        cancelling.dispose();
      }
    },
  );
  if (outcome === 'ended') return;
  if (!outcome) {
    messages.tell('warning', words.noProgram, [
      { title: l10n.t('Start cluster lab'), run: () => commands.executeCommand(Commands.start) },
      {
        title: words.set,
        run: () => commands.executeCommand(Commands.openSettings, words.setting),
      },
    ]);
    return;
  }
  const { verdicts, mainFiles } = outcome;
  const error = verdicts.find(({ diagnostic }) => diagnostic.severity === DiagnosticSeverity.Error);
  const first = error ?? verdicts[0];
  if (!first) {
    messages.tell('information', words.accepted(mainFiles));
    return;
  }
  const { uri, diagnostic } = first;
  const place = `${workspace.asRelativePath(uri)}:${diagnostic.range.start.line + 1}`;
  const text = (error ? words.refused : words.warned)(diagnostic.message, place);
  const more = verdicts.length - 1;
  messages.tell(
    error ? 'error' : 'warning',
    more > 0 ? `${text} ${l10n.t('The Problems view has {0} more.', more)}` : text,
    [
      {
        title: l10n.t('Go to line {0}', diagnostic.range.start.line + 1),
        run: () => window.showTextDocument(uri, { selection: diagnostic.range }),
      },
      {
        title: l10n.t('Show problems'),
        run: () => commands.executeCommand('workbench.actions.view.problems'),
      },
    ],
  );
}
