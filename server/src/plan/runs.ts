import { t } from '@vscode/l10n';
import { baseName } from '../languages/text/paths';
import type { ContainerPlan, Deployment, FilePlan, RunPart, WhatRuns } from '../protocol';
import { NGINX_CONF } from './parts';

interface Said {
  /** A noun for a list: `your nginx.conf`. */
  readonly short: string;
  readonly text: string;
  readonly file: string | null;
}

/**
 * What a plan runs in words: whose configuration, whose app, on which images. `alone`: files of nginx that it might have
 * run, did anything tell where.
 */
export function whatRuns(plan: Omit<Deployment, 'runs'>, alone: readonly string[] = []): WhatRuns {
  const nginx = ofNginx(plan, alone);
  const nodes = plan.tomcats.map((node) => ({
    node,
    said: [ofServerXml(plan, node), ...ofApps(plan, node)],
  }));
  const said = [...nginx, ...nodes.flatMap((it) => it.said)];
  return {
    summary: [...new Set(said.map(({ short }) => short))].join(', '),
    parts: [partOf([plan.nginx], nginx), ...together(nodes)],
  };
}

/** Nodes of which the same is to be said are one part. */
function together(
  nodes: readonly { readonly node: ContainerPlan; readonly said: readonly Said[] }[],
): RunPart[] {
  const groups = new Map<string, { nodes: ContainerPlan[]; said: readonly Said[] }>();
  for (const { node, said } of nodes) {
    const key = JSON.stringify([node.image, said]);
    const group = groups.get(key) ?? { nodes: [], said };
    group.nodes.push(node);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => partOf(group.nodes, group.said));
}

const partOf = (nodes: readonly ContainerPlan[], said: readonly Said[]): RunPart => ({
  nodes: nodes.map(({ name }) => name),
  image: nodes[0]?.image ?? '',
  lines: said.map(({ text, file }) => ({ text, file })),
});

function ofNginx({ source, adaptations, nginx }: Omit<Deployment, 'runs'>, alone: readonly string[]): Said[] {
  const main = nginx.files.find(({ target }) => target === `${NGINX_CONF}/nginx.conf`);
  if (source === 'demo' || adaptations.some(({ id }) => id === 'demo-nginx'))
    return [
      { short: t("the demo's nginx"), text: t('The configuration of the built-in demo'), file: null },
      ...alone.map(notRun),
    ];
  if (main?.origin !== undefined) {
    const name = baseName(main.origin);
    return [{ short: t('your {name}', { name }), text: t('Your {name}', { name }), file: main.origin }];
  }
  const own = [
    ...new Set(nginx.files.flatMap(({ content, origin }) => (content.kind === 'text' && origin) || [])),
  ];
  return own.map((file) => ({
    short: t("your {name} in the image's nginx.conf", { name: baseName(file) }),
    text: t("Your {name}, included by the image's own nginx.conf", { name: baseName(file) }),
    file,
  }));
}

function notRun(file: string): Said {
  const name = baseName(file);
  return {
    short: t('not your {name}', { name }),
    text: t(
      'Not your {name}: no nginx.conf includes it, and no Compose file or Dockerfile puts it into an image of nginx',
      { name },
    ),
    file,
  };
}

function ofServerXml({ source, adaptations }: Omit<Deployment, 'runs'>, { files }: ContainerPlan): Said {
  const own = files.find(({ target }) => target.endsWith('/conf/server.xml'));
  if (own?.origin !== undefined)
    return {
      short: t('your {name}', { name: baseName(own.origin) }),
      text: t('Your {name}', { name: baseName(own.origin) }),
      file: own.origin,
    };
  if (own && (source === 'demo' || adaptations.some(({ id }) => id === 'demo-tomcat')))
    return { short: t("the demo's server.xml"), text: t('The server.xml of the built-in demo'), file: null };
  return { short: t("the image's server.xml"), text: t("The image's own server.xml"), file: null };
}

function ofApps({ compile }: Omit<Deployment, 'runs'>, { files }: ContainerPlan): Said[] {
  return files.flatMap((file): Said[] => {
    if (file.content.kind === 'asset')
      return file.content.name === 'probe'
        ? []
        : [{ short: t('the demo app'), text: t('The built-in demo app'), file: null }];
    if (file.content.kind === 'copy' && file.target.endsWith('/webapps'))
      return [{ short: t('your apps'), text: t('Your apps'), file: file.content.from }];
    const app = appOf(file);
    if (app === undefined || file.content.kind !== 'copy') return [];
    const isCompiled = compile !== null && compile.target.startsWith(`${file.target}/`);
    return [
      {
        short: t('your app {app}', { app }),
        text: isCompiled
          ? t('Your app {app}, its Java sources compiled for the lab', { app })
          : t('Your app {app}', { app }),
        file: file.content.from,
      },
    ];
  });
}

/** `ROOT` of `/usr/local/tomcat/webapps/ROOT.war`; undefined for what is no app. */
const appOf = ({ target }: FilePlan): string | undefined =>
  /\/webapps(?:-javaee)?\/([^/]+?)(?:\.war)?$/.exec(target)?.[1];
