import { t } from '@vscode/l10n';
import { RequestType } from 'vscode-languageserver';
import type {
  DeploymentAnswer,
  DeploymentWishes,
  FixAllAnswer,
  NginxMain,
  TemplateAnswer,
  TemplateWish,
  TomcatServer,
  WorkspaceSummary,
} from '../protocol';
import { Notifications, Requests } from '../protocol';
import type { Check } from '../workspace/check';
import { fixAll } from '../workspace/fixAll';
import { isInside, normalise } from '../languages/text/paths';
import { fillIn } from '../languages/tomcat/templates';
import { planLab } from '../workspace/planLab';
import { tomcatServers } from '../workspace/tomcatServers';
import { editsOf, rangeOf } from './convert';
import { openFile, viewOf } from './openFile';
import type { Session } from './session';
import { summaryOf } from './summary';
import { pathOf } from './uris';
import { stackOf } from '../workspace/errors';

/** The requests beyond LSP, as protocol.ts has them. A failure is logged here and told to the client. */
export function registerRequests(session: Session): void {
  const { connection } = session;
  const summarise = (checks: readonly Check[]): WorkspaceSummary =>
    summaryOf(checks, session.checker.unread, (path) => session.uriOf(path));

  const logged =
    <Params, Result>(request: string, handler: (params: Params) => Promise<Result>) =>
    async (params: Params): Promise<Result> => {
      try {
        return await handler(params);
      } catch (error) {
        connection.console.error(`${request} failed: ${stackOf(error)}`);
        throw error;
      }
    };

  connection.onRequest<WorkspaceSummary, void>(
    Requests.checkWorkspace,
    logged(Requests.checkWorkspace, async () => {
      session.checker.rescan();
      const summary = summarise(await session.announce());
      for (const { uri, extent, why } of summary.unchecked)
        connection.console.info(
          `${pathOf(uri) ?? uri} is ${extent === 'whole' ? 'not checked' : 'checked only in part'}: ${why}`,
        );
      return summary;
    }),
  );
  connection.onRequest<FixAllAnswer, void>(
    Requests.fixWorkspace,
    logged(Requests.fixWorkspace, async () => fixWorkspace(session, await session.settle())),
  );
  connection.onRequest(
    new RequestType<DeploymentWishes, DeploymentAnswer, void>(Requests.deployment),
    logged(Requests.deployment, async (wishes: DeploymentWishes): Promise<DeploymentAnswer> => {
      const { folder } = wishes;
      const path = folder === undefined ? undefined : (pathOf(folder) ?? normalise(folder));
      return planLab(projectIn(await session.settle(), path)?.model, wishes);
    }),
  );
  connection.onRequest<NginxMain[], void>(
    Requests.nginxMainFiles,
    logged(Requests.nginxMainFiles, async () =>
      (await session.settle())
        .flatMap(({ model }) => model.balancers.filter(({ configuration }) => !configuration.stock))
        // One that two projects start from is tested once.
        .filter(({ mainFile }, index, all) => all.findIndex((one) => one.mainFile === mainFile) === index)
        .map(({ mainFile, files }) => ({
          uri: session.uriOf(mainFile),
          files: files.map((path) => session.uriOf(path)),
        })),
    ),
  );
  connection.onRequest<TomcatServer[], void>(
    Requests.tomcatServers,
    logged(Requests.tomcatServers, async () => {
      const checks = await session.settle();
      return tomcatServers(checks).map(({ path, text, connectors }) => {
        const lines = checks.map(({ files }) => files.get(path)?.lines).find((one) => one !== undefined);
        return {
          uri: session.uriOf(path),
          text,
          connectors: connectors.map((offset) => lines?.positionAt(offset).line ?? 0),
        };
      });
    }),
  );

  connection.onRequest(
    new RequestType<TemplateWish, TemplateAnswer, void>(Requests.template),
    logged(Requests.template, async ({ uri, template }: TemplateWish): Promise<TemplateAnswer> => {
      const at = await openFile(session, uri);
      const source = at?.file.file;
      if (!at || (source?.kind !== 'server.xml' && source?.kind !== 'context.xml'))
        return { ok: false, message: t('Open a server.xml first.'), range: null };
      const filled = fillIn(source.document, template, viewOf(at).tomcat);
      if ('refused' in filled)
        return { ok: false, message: filled.refused, range: filled.at ? rangeOf(at.file, filled.at) : null };
      return { ok: true, edits: editsOf(at.file, filled.edits), at: rangeOf(at.file, filled.selection) };
    }),
  );

  session.onChecked((checks) => {
    connection
      .sendNotification(Notifications.summary, summarise(checks))
      .catch((error: unknown) => connection.console.error(`summary failed: ${stackOf(error)}`));
    for (const { rule, error } of checks.flatMap(({ failures }) => failures)) {
      connection.console.error(`rule ${rule} failed: ${stackOf(error)}`);
    }
  });
}

/** The project of a folder that a lab is made of: the first with a cluster, else the first at all. */
function projectIn(checks: readonly Check[], folder: string | undefined): Check | undefined {
  const within = checks.filter(({ root }) => folder === undefined || isInside(root, folder));
  const around = checks.filter(({ root }) => folder !== undefined && isInside(folder, root));
  const candidates = within.length > 0 ? within : around;
  return candidates.find(({ model }) => model.clusters.length > 0) ?? candidates[0];
}

function fixWorkspace(session: Session, checks: readonly Check[]): FixAllAnswer {
  const fixes = checks.map((check) => fixAll(check));
  return {
    changes: fixes.flatMap(({ files }) =>
      files.map(({ path, before, edits }) => ({ uri: session.uriOf(path), edits: editsOf(before, edits) })),
    ),
    fixed: fixes.reduce((sum, { fixed }) => sum + fixed.length, 0),
    left: fixes.reduce((sum, { after }) => sum + after.diagnostics.length, 0),
  };
}
