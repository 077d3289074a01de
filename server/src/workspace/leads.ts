import { t } from '@vscode/l10n';
import type { ProjectService } from '../cluster/compose';
import { CATALINA_HOME } from '../cluster/images';
import type { Mount } from '../cluster/mount';
import { homeOf } from '../cluster/links';
import type { Balancer, ClusterModel, TomcatNode } from '../cluster/model';
import type { Place } from '../cluster/source';
import { baseName, isInside } from '../languages/text/paths';
import { contains, type Span } from '../languages/text/span';
import { all } from '../languages/text/suggest';
import { namesOf } from '../rules/support/compose';
import { distinct } from './ties';

/** What a word of a file leads to in other files, and what that is. */
export interface Lead {
  readonly span: Span;
  /** In Markdown, a line each; none where only the place counts. */
  readonly says: readonly string[];
  readonly targets: readonly Place[];
  /** A word that names a path, and what that is on this machine. */
  readonly link?: { readonly span: Span; readonly path: string } | undefined;
}

const known = new WeakMap<ClusterModel, Map<string, readonly Lead[]>>();

/** All that the words of a file lead to; found once. */
export function leadsIn(model: ClusterModel, path: string): readonly Lead[] {
  const byPath = known.get(model) ?? new Map<string, readonly Lead[]>();
  known.set(model, byPath);
  const last = byPath.get(path);
  if (last) return last;
  const found = [...mountsIn(model, path), ...servicesIn(model, path), ...addressesIn(model, path)];
  byPath.set(path, found);
  return found;
}

/** What stands at an offset. */
export const leadsAt = (model: ClusterModel, path: string, offset: number): readonly Lead[] =>
  leadsIn(model, path).filter(({ span }) => contains(span, { start: offset, end: offset }));

/** A container that a mount or a COPY brings something to: one of nginx or of a Tomcat. */
interface Owner {
  readonly name: string;
  readonly reads: (mount: Mount) => readonly string[];
}

/** Where files land, of nginx and of Tomcats: of other programs others know more. */
function mountsIn(model: ClusterModel, path: string): readonly Lead[] {
  const { balancers, nodes, files } = model;
  const found = new Map<
    string,
    { mount: Mount & { readonly place: Place }; owners: Map<string, readonly string[]> }
  >();
  const add = (mount: Mount, { name, reads }: Owner): void => {
    const { place } = mount;
    if (place?.path !== path) return;
    const key = [place.span.start, place.span.end, mount.localPath, mount.target, mount.rendered].join('\n');
    const entry = found.get(key) ?? { mount: { ...mount, place }, owners: new Map() };
    found.set(key, entry);
    entry.owners.set(name, reads(mount));
  };
  for (const node of nodes)
    for (const mount of node.service ? node.files : [])
      add(mount, {
        name: node.service?.name ?? node.name,
        reads: (one) => readByTomcat(one, node, model),
      });
  for (const balancer of balancers)
    for (const mount of balancer.mounts)
      add(mount, {
        name: balancer.service?.service.name ?? t('nginx'),
        reads: (one) => readByNginx(one, balancer, model),
      });
  return [...found.values()].map(({ mount, owners }): Lead => {
    const { place, localPath, target, rendered, suffix } = mount;
    const places = all([...owners.keys()]);
    const shown = `\`${target}\``;
    const lands =
      rendered && suffix === undefined
        ? t('When {places} starts, its image makes {path} of it.', { places, path: shown })
        : rendered
          ? t('When {places} starts, its image makes files in {path} of those that end in {suffix}.', {
              places,
              path: shown,
              suffix: `\`${suffix}\``,
            })
          : t('Lands as {path} in {places}.', { path: shown, places });
    const [reads = []] = owners.values();
    const isSame = [...owners.values()].every((own) => own.join('\n') === reads.join('\n'));
    return {
      span: place.span,
      says: [lands, ...(isSame ? reads : [])],
      targets: files.has(localPath) ? [{ path: localPath, span: { start: 0, end: 0 } }] : [],
      link: linkOf(mount, model),
    };
  });
}

/** The words of a Compose file that name what is mounted. */
function linkOf({ place, localPath }: Mount, { files }: ClusterModel): Lead['link'] {
  const file = files.get(place?.path ?? '');
  if (!place || file?.kind !== 'compose') return undefined;
  const own = file.document.services
    .flatMap(({ mounts }) => mounts)
    .find(
      ({ span, kind }) => kind === 'bind' && span.start === place.span.start && span.end === place.span.end,
    );
  const source = own?.source;
  const start = source === undefined ? -1 : file.document.text.indexOf(source, place.span.start);
  if (source === undefined || start < 0 || start + source.length > place.span.end) return undefined;
  return { span: { start, end: start + source.length }, path: localPath };
}

function readByTomcat(
  { localPath, target }: Mount,
  node: TomcatNode,
  model: ClusterModel,
): readonly string[] {
  const { base, serverXml, deployments } = node;
  const there = target.replace(/\.war$/i, '');
  const apps = deployments.filter((one) => isInside(one.target, there) || isInside(there, one.target));
  if (apps.length > 0 && !isInside(base, target))
    return [
      t('Tomcat has {apps} of it.', {
        apps: all(
          apps.map(({ contextPath }) => t('the app at {path}', { path: `\`${contextPath || '/'}\`` })),
        ),
      }),
    ];
  if (serverXml && isInside(serverXml.path, localPath))
    return [
      serverXml.path === localPath
        ? t('Tomcat reads it there as its server.xml.')
        : t('Tomcat reads the server.xml in it.'),
    ];
  if (target === `${base}/conf/catalina.properties` || target === `${base}/bin/setenv.sh`)
    return [t('Tomcat reads it there when it starts.')];
  const file = model.tomcatFiles.find(({ path }) => path === localPath);
  if (file?.nodes.includes(node)) return [t('Tomcat reads it there.')];
  const isElsewhere = file?.kind === 'server.xml' && target !== `${base}/conf/server.xml`;
  return isElsewhere
    ? [t('Tomcat does not read it there: its server.xml is {path}.', { path: `\`${base}/conf/server.xml\`` })]
    : [];
}

function readByNginx(
  { localPath, rendered }: Mount,
  { files: read, configuration, mainFile }: Balancer,
  { files }: ClusterModel,
): readonly string[] {
  if (mainFile === localPath) return [t('nginx starts from it.')];
  const inside = read.filter((path) => isInside(path, localPath));
  if (inside.includes(localPath)) return [t('nginx reads it there.')];
  if (inside.length > 0)
    return [t('nginx reads {files} of it.', { files: all(inside.map((path) => `\`${baseName(path)}\``)) })];
  const isFragment = files.get(localPath)?.kind === 'nginx' && !rendered;
  return isFragment && configuration.isWhole
    ? [t('nginx does not read it there: no include leads to it.')]
    : [];
}

/** Where a Compose file names services. */
function servicesIn({ files, projects }: ClusterModel, path: string): readonly Lead[] {
  const file = files.get(path);
  if (file?.kind !== 'compose') return [];
  const own = projects.filter(
    ({ path: project, services }) =>
      project === path || services.some(({ composeFile }) => composeFile === path),
  );
  const places = new Map<string, readonly Place[]>();
  for (const service of own.flatMap(({ services }) => services))
    places.set(service.name, [...(places.get(service.name) ?? []), placeOf(service)]);
  return file.document.services.flatMap(({ names = [] }) =>
    names.flatMap(({ name, span }): readonly Lead[] => {
      const targets = distinct(places.get(name) ?? []);
      return targets.length > 0 ? [{ span, says: [], targets }] : [];
    }),
  );
}

const placeOf = ({ composeFile: path, nameSpan: span }: ProjectService): Place => ({ path, span });

/** Where nginx names an address: the Connector that listens there, and the service of Compose. */
function addressesIn(model: ClusterModel, path: string): readonly Lead[] {
  const { balancers, clusters } = model;
  const links = clusters.flatMap((cluster) => cluster.links);
  return balancers.flatMap((balancer) =>
    [...new Set([...balancer.upstreams, ...balancer.targets.values()])].flatMap(({ servers }) =>
      servers.flatMap((server): readonly Lead[] => {
        const [word] = server.placement.directive.args;
        if (server.placement.path !== path || !word) return [];
        const own = links.filter((link) => link.server === server);
        const service = own.length > 0 ? undefined : serviceNamed(server.host, balancer, model);
        const targets = own.flatMap(({ node, connector }): readonly Place[] => [
          { path: connector.path, span: connector.element?.nameSpan ?? connector.span },
          ...(node.service ? [placeOf(node.service)] : []),
        ]);
        if (service) targets.push(placeOf(service));
        if (targets.length === 0) return [];
        return [
          {
            span: word.span,
            says: own.map(({ node, connector }) => nodeText(node, connector.port)),
            targets: distinct(targets),
          },
        ];
      }),
    ),
  );
}

/** A service of the Compose project in which nginx runs, by any of its names. */
function serviceNamed(
  host: string | undefined,
  { service: nginx, runsIn }: Balancer,
  { projects }: ClusterModel,
): ProjectService | undefined {
  if (host === undefined || !nginx || runsIn !== 'container') return undefined;
  const { service } = nginx;
  const name = service.links?.get(host) ?? host;
  return projects
    .find(({ path }) => path === service.project)
    ?.services.find((one) => namesOf(one).includes(name));
}

/** `Node tomcat1 of compose.yaml: Connector 8080, image tomcat:10.1` */
function nodeText(node: TomcatNode, port: number | undefined): string {
  const { name, service, image, version, base } = node;
  const facts = [
    ...(port === undefined ? [] : [t('Connector on port {port}', { port: String(port) })]),
    ...(image === undefined ? [] : [t('image {image}', { image: `\`${image}\`` })]),
    ...(version === undefined ? [] : [`Tomcat ${version}`]),
    ...(service && base !== CATALINA_HOME ? [`CATALINA_BASE \`${base}\``] : []),
  ];
  return `${t('Node {node}, of {file}', { node: `**${name}**`, file: baseName(homeOf(node)) })}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`;
}
