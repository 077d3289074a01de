import type { ProjectService } from '../../cluster/compose';
import type { Balancer, ClusterModel, TomcatNode } from '../../cluster/model';
import type { ComposeService } from '../../languages/compose/tree';
import { baseName, folderOf } from '../../languages/text/paths';
import type { TextEdit } from '../../languages/text/span';
import { indentBefore, lineEndOf } from './edits';

/** The services that one start of Compose runs beside one of them. */
export const servicesBeside = (
  { project }: ProjectService,
  { projects }: ClusterModel,
): readonly ProjectService[] => projects.find(({ path }) => path === project)?.services ?? [];

/** The services of all Compose files, in use or alternatives. */
export const servicesAnywhere = ({ files }: ClusterModel): readonly ComposeService[] =>
  [...files.values()].flatMap((file) => (file.kind === 'compose' ? file.document.services : []));

/** Whether another Compose file says something of a service too: it may be given beside this one, with `-f`. */
export const isSaidElsewhere = ({ name, composeFile }: ProjectService, { files }: ClusterModel): boolean =>
  [...files.values()].some(
    (file) =>
      file.kind === 'compose' &&
      file.path !== composeFile &&
      folderOf(file.path) === folderOf(composeFile) &&
      file.document.services.some((service) => service.name === name),
  );

/** The Compose service of a balancer that looks names up in networks of its own. */
export function containerOf({ service }: Balancer): ProjectService | undefined {
  const own = service?.service;
  return own && !own.networkMode ? own : undefined;
}

/** The networks that a service is in: `default` where it names none. */
export const networksOf = ({ networks }: ProjectService): readonly string[] =>
  networks.length > 0 ? networks : ['default'];

export const shareNetwork = (one: ProjectService, other: ProjectService): boolean =>
  networksOf(one).some((name) => networksOf(other).includes(name));

/** All names by which other containers reach a service. */
export const namesOf = ({ name, aliases = [] }: ComposeService): readonly string[] => [name, ...aliases];

/**
 * Puts lines into a service as its first ones, with the indentation that its own have. Undefined where it does not stand on lines of
 * its own.
 */
export function insertInto(
  text: string,
  { nameSpan }: ProjectService,
  lines: readonly string[],
): TextEdit | undefined {
  const rest = /^[^\S\r\n]*:[^\S\r\n]*(?:#[^\r\n]*)?(\r\n|\n|\r)/.exec(text.slice(nameSpan.end));
  if (!rest) return undefined;
  const at = nameSpan.end + rest[0].length;
  const own = indentBefore(text, nameSpan.start);
  const indent = /^(?:[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*([ ]+)\S/.exec(text.slice(at))?.[1];
  if (own === undefined || indent === undefined || indent.length <= own.length) return undefined;
  const end = lineEndOf(text);
  return { span: { start: at, end: at }, text: lines.map((line) => indent + line + end).join('') };
}

/** Whether all networks of a service are overlays: those that say so, and those of a file for Swarm. */
export function isOverlaid({ service }: TomcatNode, { files }: ClusterModel): boolean {
  if (!service || service.networkMode) return false;
  const file = files.get(service.composeFile);
  if (file?.kind !== 'compose') return false;
  const { networks } = file.document;
  const isForSwarm = /(?:^|[-_.])(?:stack|swarm)(?:[-_.]|$)/i.test(baseName(service.composeFile));
  const own = service.networks.length > 0 ? service.networks : ['default'];
  return own.every(
    (name) => (networks?.get(name)?.driver ?? (isForSwarm ? 'overlay' : undefined)) === 'overlay',
  );
}
