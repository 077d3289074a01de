import { commands, FileType, l10n, Uri, workspace } from 'vscode';
import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';
import { Commands } from '../../kernel/commandIds';
import { widthOf } from '../../kernel/columns';
import * as count from '../../kernel/counts';
import { Reports, type ReportLine } from '../../kernel/reports';
import type { LabDeps } from './deps';
import type { LabHost } from './host';
import { chooseFolder, planFor } from './startLab';

/** Documents of what a lab runs, or would run. */
export const planReports = (): Reports =>
  new Reports('cluster-lab-plan', () => l10n.t('Ask once more: "Show what will run"'));

/** Shows what runs; where nothing does, what a start would run. */
export async function showPlan(deps: LabDeps & { readonly reports: Reports }): Promise<void> {
  const { host, reports } = deps;
  if (host.plan) {
    const ports = (names: readonly string[]): string[] => portsOf(host, names);
    await reports.show(l10n.t('What runs'), host.plan.labId, await linesOf(host.plan, ports));
    return;
  }
  const folder = await chooseFolder();
  if (folder === 'none chosen') return;
  const plan = await planFor(deps, folder);
  if (!plan) return;
  const containers = [plan.nginx, ...plan.tomcats];
  const ports = (names: readonly string[]): string[] =>
    plannedPorts(containers.filter(({ name }) => names.includes(name)));
  const [title, ...rest] = await linesOf(plan, ports);
  const start = {
    key: 'start',
    title: l10n.t('Start cluster lab'),
    run: async () => await commands.executeCommand<void>(Commands.start),
  };
  await reports.show(l10n.t('What will run'), plan.folder ?? '', [
    ...(title ? [{ ...title, action: start }] : []),
    ...rest,
  ]);
}

async function linesOf(
  { title, runs, tomcats, adaptations }: Deployment,
  ports: (nodes: readonly string[]) => string[],
): Promise<ReportLine[]> {
  const heading = l10n.t('{0}: nginx in front of {1}', title, count.tomcats(tomcats.length));
  const lines: ReportLine[] = [{ text: heading }];
  for (const { nodes, image, lines: said } of runs?.parts ?? []) {
    lines.push({ text: '' }, { text: l10n.t('{0}, from the image {1}', nodes.join(', '), image) });
    for (const { text, file } of said) lines.push({ text: `  ${text}`, place: await placeOf(file) });
    lines.push(...ports(nodes).map((text) => ({ text: `  ${text}` })));
  }
  if (adaptations.length > 0) {
    lines.push(
      { text: '' },
      { text: l10n.t('Your files are not changed. In the copies that the lab runs:') },
    );
    for (const { title: text, file } of adaptations)
      lines.push({ text: `  ${text}`, place: await placeOf(file) });
  }
  return lines;
}

/** What a start will open, as far as it is known before. */
function plannedPorts(containers: readonly ContainerPlan[]): string[] {
  const rows = containers.flatMap(({ name, ports }) =>
    ports.map(({ container, preferred, reason }) =>
      preferred === null
        ? [name, `${container}`, l10n.t('a free port'), '']
        : [name, `${container}`, `${preferred}`, reason],
    ),
  );
  return table(l10n.t('Ports in the container → outside, or another where that is taken'), rows);
}

function portsOf(host: LabHost, names: readonly string[]): string[] {
  const rows = host.nodes
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, ports }) =>
      ports.map((port) => [name, `${port.container}`, host.urlOf(port), port.reason]),
    );
  return table(l10n.t('Ports in the container → outside'), rows);
}

/** `tomcat1  8080 → 8081  Compose publishes 8081` */
function table(heading: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const width = (column: number): number => Math.max(...rows.map((row) => widthOf(row[column] ?? '')));
  const [nodes, inside, outside] = [width(0), width(1), width(2)];
  const lines = rows.map(([node = '', port = '', where = '', why = '']) =>
    `  ${node.padEnd(nodes)}  ${port.padStart(inside)} → ${where.padEnd(outside)}  ${why}`.trimEnd(),
  );
  return [heading, ...lines];
}

/** No editor shows a folder or an archive. */
async function placeOf(file: string | null): Promise<ReportLine['place']> {
  if (file === null) return undefined;
  const uri = Uri.file(file);
  const type = await workspace.fs.stat(uri).then(
    (found) => found.type,
    () => FileType.Unknown,
  );
  return { uri, inExplorer: type === FileType.Directory || /\.[wj]ar$/i.test(file) };
}
