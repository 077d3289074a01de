import { t } from '@vscode/l10n';
import { appsAt, isMeant, LAB_FILE, type Settled } from '../../cluster/settled';
import type { ClusterModel } from '../../cluster/model';
import { baseName } from '../../languages/text/paths';
import { isVersion } from '../../languages/text/versions';
import { type ContextOf, rule } from '../define';

const messages = {
  twice: '"{key}" stands twice here. The last one counts; remove the other.',
  second: 'Only {first} counts for this project, so this file has no effect. Move what it says there.',
  release:
    '{file} runs {product} {release}, and that counts; {version} has no effect. Make both say the same.',
  paths: '{node} has this app at {other} already, by {file}. Say the same here, or leave the path out.',
} as const;

/** What cluster-lab.json says twice, or against another file. */
export const contradiction = rule({
  meta: {
    id: 'project/contradiction',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages,
  },
  model(model, { report }) {
    const { settled } = model;
    if (!settled) return;
    const { path, document } = settled;
    for (const { value: key, span } of document.twice)
      report({ path, span, message: 'twice', data: { key } });
    for (const file of model.files.values())
      if (file.kind === 'cluster-lab.json' && file.path !== settled.path)
        report({
          path: file.path,
          span: { start: 0, end: 1 },
          message: 'second',
          data: { first: settled.path.slice(model.root.length + 1) },
          related: [{ path: settled.path, span: { start: 0, end: 1 }, message: LAB_FILE }],
        });
    releases(settled, model, report);
    for (const { written, source, contextPath, nodes } of settled.apps) {
      if (contextPath === undefined || !written.path) continue;
      const apps = appsAt(source, model.apps).map(({ webRoot }) => webRoot);
      for (const one of model.nodes) {
        if (nodes && !nodes.some((name) => isMeant(one, name, settled))) continue;
        const other = one.deployments.find(
          (deployed) => apps.includes(deployed.localPath) && deployed.contextPath !== contextPath,
        );
        if (!other || isSettled(other.contextPath, source, settled)) continue;
        report({
          path: settled.path,
          span: written.path.span,
          message: 'paths',
          data: {
            node: one.service?.name ?? one.name,
            other: other.contextPath || '/',
            file: baseName(one.service?.composeFile ?? one.serverXml?.path ?? ''),
          },
        });
        break;
      }
    }
  },
});

/** Whether another entry of the file puts the same app there. */
const isSettled = (contextPath: string, source: string, { apps }: Settled): boolean =>
  apps.some((one) => one.source === source && one.contextPath === contextPath);

function releases(
  { path, document: { nginx, tomcat } }: Settled,
  { balancers, nodes }: ClusterModel,
  report: ContextOf<typeof messages>['report'],
): void {
  const found = [
    ...balancers.map(({ release, configuration }) => ({
      product: 'nginx',
      said: nginx.version,
      from: release?.from === 'image' ? release.place : undefined,
      release: release?.value,
      configuration,
    })),
    ...nodes.map(({ version, service }) => ({
      product: 'Tomcat',
      said: tomcat.version,
      from:
        service?.image && version !== undefined
          ? { path: service.composeFile, span: service.image.span }
          : undefined,
      release: version,
    })),
  ];
  const told = new Set<string>();
  for (const { product, said, from, release } of found) {
    if (
      !said ||
      !isVersion(said.value) ||
      !from ||
      release === undefined ||
      told.has(product) ||
      agree(release, said.value)
    )
      continue;
    told.add(product);
    report({
      path,
      span: said.span,
      message: 'release',
      data: { file: baseName(from.path), product, release, version: said.value },
      related: [{ ...from, message: t('the image') }],
    });
  }
}

/** `1.28` and `1.28.3` do. */
const agree = (a: string, b: string): boolean =>
  a === b || `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);
