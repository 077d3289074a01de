import { Disposable, type LogOutputChannel, type Memento } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { RegisterCommand } from '../../kernel/commands';
import type { Messages } from '../../kernel/messages';
import { checkReadiness } from './checkReadiness';
import { checkWorkspace } from './checkWorkspace';
import type { LanguageService } from './client';
import { registerCodeLens } from './codeLens';
import { insertCluster, insertHttps, insertRemoteIp } from './insertTemplate';
import { LocationReports } from './locationReports';
import { registerShowPlaces } from './places';
import { registerNginxFiles } from './nginxFiles';
import { ReadinessReports } from './readinessReports';
import { createLanguageStatus } from './status';
import { whichLocation } from './whichLocation';

/** What the language server answers beside what editors ask by themselves. */
export function registerLanguage(
  {
    language,
    messages,
    workspaceState,
    log,
  }: { language: LanguageService; messages: Messages; workspaceState: Memento; log: LogOutputChannel },
  command: RegisterCommand,
): Disposable {
  const locationReports = new LocationReports(workspaceState);
  const readinessReports = new ReadinessReports();
  const deps = { language, messages, locationReports, readinessReports };
  return Disposable.from(
    locationReports,
    readinessReports,
    registerCodeLens(),
    registerShowPlaces(),
    registerNginxFiles(language, workspaceState, log),
    createLanguageStatus(language),
    command(Commands.checkWorkspace, () => checkWorkspace(deps)),
    command(Commands.insertCluster, () => insertCluster(deps)),
    command(Commands.insertRemoteIp, () => insertRemoteIp(deps)),
    command(Commands.insertHttps, () => insertHttps(deps)),
    command(Commands.whichLocation, (url) => whichLocation(deps, url)),
    command(Commands.checkReadiness, () => checkReadiness(deps)),
    command(Commands.restartServer, () => language.restart()),
  );
}
