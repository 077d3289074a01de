import { balancersOf } from '../languages/httpd/balancers';
import { isFilledIn, type Worker, workersOf } from '../languages/properties/workers';
import { isInside } from '../languages/text/paths';
import type { ComposeProject, ProjectService } from './compose';
import { connectorsAt, type Target } from './links';
import type { TomcatNode } from './model';
import type { Place, SourceFile } from './source';

/** A balancer that is none of nginx', as far as nodes and routes need it. */
export interface OtherBalancer {
  readonly kind: 'httpd' | 'mod_jk';
  readonly name: string;
  /** Those that lead to one Tomcat of the workspace. */
  readonly members: readonly OtherMember[];
  /** The cookie by which it finds the Tomcat of a session; undefined name: the one that Tomcat sets, whatever it is called. */
  readonly sticky: (Place & { readonly cookie: string | undefined }) | undefined;
  /** Whether all that it says is here. */
  readonly isWhole: boolean;
}

/** One member; the place is its route, or else the member itself. */
export interface OtherMember extends Place, Target {
  readonly route: string | undefined;
}

interface Sources {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly nodes: readonly TomcatNode[];
  readonly projects: readonly ComposeProject[];
}

/** Balancers of Apache httpd, and load balancers of mod_jk. */
export const otherBalancersOf = (sources: Sources): readonly OtherBalancer[] =>
  [...sources.files.values()].flatMap((file) => {
    if (file.kind === 'httpd') return ofHttpd(file, sources);
    return file.kind === 'workers.properties' ? ofModJk(file, sources.nodes) : [];
  });

function ofHttpd(
  { path, document }: Extract<SourceFile, { kind: 'httpd' }>,
  { nodes, projects }: Sources,
): readonly OtherBalancer[] {
  const service = runnerOf(path, projects);
  const runs = { runsIn: service ? ('container' as const) : undefined, service: service && { service } };
  return balancersOf(document).map(({ name, members, sticky, isWhole }) => ({
    kind: 'httpd',
    name: `balancer://${name}`,
    members: members.flatMap(({ address, host, port, route }): readonly OtherMember[] => {
      const [target, ...others] = connectorsAt({ host, port }, runs, nodes);
      if (!target || others.length > 0) return [];
      return [{ ...target, path, span: (route ?? address).span, route: route?.value }];
    }),
    sticky: sticky && { path, span: sticky.span, cookie: sticky.cookie },
    isWhole,
  }));
}

/** The one Compose service that mounts a file, or is built from a folder that holds it. */
function runnerOf(path: string, projects: readonly ComposeProject[]): ProjectService | undefined {
  const all = projects.flatMap(({ services }) => services);
  const mounting = all.filter(({ mounts }) =>
    mounts.some(({ kind, source }) => kind === 'bind' && source !== undefined && isInside(path, source)),
  );
  const found =
    mounting.length > 0 ? mounting : all.filter(({ build }) => build && isInside(path, build.context));
  return found.length === 1 ? found[0] : undefined;
}

/** Load balancers are sticky unless they say otherwise. */
function ofModJk(
  { path, document }: Extract<SourceFile, { kind: 'workers.properties' }>,
  nodes: readonly TomcatNode[],
): readonly OtherBalancer[] {
  const workers = workersOf(document);
  return [...workers.byName.values()].flatMap((balancer): readonly OtherBalancer[] => {
    const written = balancer.get('sticky_session');
    const isSticky = !/^(?:0|f|n|off)/i.test(written?.entry.value ?? 'true');
    if (balancer.get('type')?.entry.value !== 'lb' || balancer.inherits) return [];
    const span = (written ?? balancer.settings[0])?.entry.keySpan ?? { start: 0, end: 0 };
    return [
      {
        kind: 'mod_jk',
        name: balancer.name,
        members: balancer.members.flatMap(({ text }) => {
          const worker = workers.byName.get(text);
          return worker ? jkMember(worker, path, nodes) : [];
        }),
        sticky: isSticky ? { path, span, cookie: undefined } : undefined,
        isWhole: true,
      },
    ];
  });
}

/** A member: by default AJP 1.3 to port 8009 of this machine, its route its name (jk_ajp_common.c, jk_lb_worker.c). */
function jkMember(worker: Worker, path: string, nodes: readonly TomcatNode[]): readonly OtherMember[] {
  const get = (directive: string): string | undefined => worker.get(directive)?.entry.value;
  const route = get('route') ?? get('jvm_route') ?? worker.name;
  const address = { host: get('host') ?? 'localhost', port: Number(get('port') ?? 8009) };
  if (worker.inherits || [route, address.host, get('port') ?? ''].some(isFilledIn)) return [];
  const [target, ...others] = connectorsAt(address, undefined, nodes);
  const span = worker.get('route')?.entry.valueSpan ?? worker.settings[0]?.workerSpan;
  if (!target || others.length > 0 || !span) return [];
  return [{ ...target, path, span, route }];
}
