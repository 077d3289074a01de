import { l10n, Uri } from 'vscode';
import type { ContainerPlan, Deployment } from '../../../../server/src/protocol';
import * as count from '../../kernel/counts';
import { Reports, type ReportLine } from '../../kernel/reports';
import type { LabDeps } from './deps';
import { chooseFolder, planFor } from './startLab';

/** Documents of what a lab runs, or would run. */
export const planReports = (): Reports =>
  new Reports('cluster-lab-plan', () => l10n.t('Ask once more: "Show what will run"'));

/** Shows what runs; where nothing does, what a start would run. */
export async function showPlan(deps: LabDeps & { readonly reports: Reports }): Promise<void> {
  const { host, reports } = deps;
  if (host.plan) {
    await reports.show(l10n.t('What runs'), host.plan.labId, linesOf(host.plan));
    return;
  }
  const folder = await chooseFolder();
  if (folder === 'none chosen') return;
  const plan = await planFor(deps, folder);
  if (plan) await reports.show(l10n.t('What will run'), plan.folder ?? '', linesOf(plan));
}

function linesOf({ title, runs, nginx, tomcats, adaptations }: Deployment): ReportLine[] {
  const containers = [nginx, ...tomcats];
  return [
    { text: l10n.t('{0}: nginx in front of {1}', title, count.tomcats(tomcats.length)) },
    ...(runs?.parts ?? []).flatMap(({ nodes, image, lines }): ReportLine[] => [
      { text: '' },
      { text: l10n.t('{0}, from the image {1}', nodes.join(', '), image) },
      ...lines.map(({ text, file }) => ({ text: `  ${text}`, place: placeOf(file) })),
      ...containers.filter(({ name }) => nodes.includes(name)).flatMap(portLines),
    ]),
    ...(adaptations.length > 0
      ? [
          { text: '' },
          { text: l10n.t('Your files are not changed. In the copies that the lab runs') },
          ...adaptations.map((it) => ({ text: `  ${it.title}`, place: placeOf(it.file) })),
        ]
      : []),
  ];
}

const portLines = ({ name, ports }: ContainerPlan): ReportLine[] =>
  ports.map(({ container, preferred, reason }) => ({
    text:
      preferred === null
        ? `  ${l10n.t('{0}: port {1} on a free port', name, container)}`
        : `  ${l10n.t('{0}: port {1} on {2}, where it is free ({3})', name, container, preferred, reason)}`,
  }));

const placeOf = (file: string | null): ReportLine['place'] =>
  file === null
    ? undefined
    : { uri: Uri.file(file), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
