import { t } from '@vscode/l10n';
import type { ProjectService } from '../../cluster/compose';
import { isMainFile } from '../../cluster/configurations';
import type { ClusterModel } from '../../cluster/model';
import { hasGapInside } from '../../languages/nginx/effective';
import { httpOf, type UpstreamServer } from '../../languages/nginx/http';
import type { NginxConfiguration } from '../../languages/nginx/configuration';
import { targetsOf } from '../../cluster/links';
import { folderOf, isInside } from '../../languages/text/paths';
import { rule, type Fix } from '../define';
import { insertInto, isSaidElsewhere, namesOf } from '../support/compose';

/** The official image of nginx serves its own page where nothing is put over /etc/nginx. */
export const configNotMounted = rule({
  meta: {
    id: 'compose/config-not-mounted',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      nginx:
        'This file names the service {host}, but nothing brings it to nginx: the service {service} runs the image as it is, with its own configuration, and shows its welcome page. Mount the file at {target}.',
    },
  },
  model(model, { report }) {
    for (const configuration of model.configurations) {
      if (model.balancerOf(configuration)?.service || configuration.stock) continue;
      const [path, another] = configuration.files;
      if (path === undefined || another !== undefined || isBrought(path, model)) continue;
      // A file that is named by a wildcard may be there elsewhere.
      if (includesMore(configuration)) continue;
      const found = nginxFor(configuration, path, model);
      if (!found) continue;
      const { server, service } = found;
      const target = targetFor(path, model);
      report({
        path,
        span: server.placement.directive.args[0]?.span ?? server.placement.directive.span,
        message: 'nginx',
        data: { host: server.host ?? '', service: service.name, target },
        related: [{ path: service.composeFile, span: service.nameSpan, message: t('nginx') }],
        fixes: mountFix(path, target, service, model),
      });
    }
  },
});

/** Whether it may hold more than can be seen. */
const includesMore = ({ placements, byName }: NginxConfiguration): boolean =>
  placements.some((one) => hasGapInside(one)) ||
  (byName.get('include') ?? []).some(
    ({ directive }) => !/(?:mime\.types|_params)$/.test(directive.args[0]?.value ?? ''),
  );

/** Whether a mount or a build may bring a file into some container. */
const isBrought = (path: string, { projects }: ClusterModel): boolean =>
  projects.some(({ services }) =>
    services.some(
      ({ mounts, build }) =>
        mounts.some(({ source }) => source !== undefined && isInside(path, source)) ||
        (build && isInside(path, build.context)),
    ),
  );

interface Found {
  readonly server: UpstreamServer;
  readonly service: ProjectService;
}

/** The one nginx of the one project whose services a file names, where that runs its image as it is. */
function nginxFor(configuration: NginxConfiguration, path: string, model: ClusterModel): Found | undefined {
  const { upstreams, proxies } = httpOf(configuration);
  const servers = [...upstreams.values(), ...targetsOf(proxies.values()).values()].flatMap(
    (one) => one.servers,
  );
  const found = model.projects.flatMap(({ services }): readonly Found[] => {
    const [nginx, another] = services.filter(({ image }) => isNginx(image?.value ?? ''));
    if (!nginx || another || !isAsItIs(nginx) || isSaidElsewhere(nginx, model)) return [];
    const server = servers.find(
      ({ host }) =>
        host !== undefined && services.some((one) => one !== nginx && namesOf(one).includes(host)),
    );
    return server && isInside(path, folderOf(nginx.project)) ? [{ server, service: nginx }] : [];
  });
  const [only, more] = found;
  return more ? undefined : only;
}

const isNginx = (image: string): boolean =>
  /^(?:docker\.io\/)?(?:library\/)?nginx(?::|@|$)/.test(image) || image.startsWith('nginxinc/');

const isAsItIs = ({ build, command, mounts }: ProjectService): boolean =>
  !build &&
  command === undefined &&
  mounts.every(({ target }) => !isInside(target, '/etc/nginx') && !isInside('/etc/nginx', target));

const targetFor = (path: string, { files }: ClusterModel): string => {
  const file = files.get(path);
  return file?.kind === 'nginx' && isMainFile(file.document)
    ? '/etc/nginx/nginx.conf'
    : '/etc/nginx/conf.d/default.conf';
};

function mountFix(
  path: string,
  target: string,
  service: ProjectService,
  model: ClusterModel,
): readonly Fix[] {
  const { composeFile, mounts } = service;
  if (mounts.length > 0 || !isInside(path, folderOf(composeFile))) return [];
  const local = `.${path.slice(folderOf(composeFile).length)}`;
  const edit = insertInto(model.textOf(composeFile), service, ['volumes:', `  - ${local}:${target}:ro`]);
  return edit
    ? [{ title: t('Mount it at {target}', { target }), safe: false, edits: new Map([[composeFile, [edit]]]) }]
    : [];
}
