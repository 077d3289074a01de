import { t } from '@vscode/l10n';
import type { LanguageSymbols, Mention, MentionView } from '../symbols/kinds';
import type { NginxConfiguration, Placement } from './configuration';
import { nginxKinds } from './features/symbolNames';
import { areaReader, namesIn, passedVariables, type NamedWord } from './features/symbolOccurrences';

export const nginxSymbols: LanguageSymbols = {
  kinds: nginxKinds,
  mentions,
  renamable: () =>
    t(
      'Only names can be renamed here: upstreams, variables that the configuration makes, named locations, log formats and shared memory zones.',
    ),
};

/** The names in nginx configurations. One is known in its configuration and area; a named location in its server. */
function* mentions({ configurations, textOf }: MentionView): Generator<Mention, void, undefined> {
  for (const [index, configuration] of configurations.entries()) {
    yield* mentionsIn(configuration, `${index}`, textOf);
  }
}

function* mentionsIn(
  { all }: NginxConfiguration,
  id: string,
  textOf: MentionView['textOf'],
): Generator<Mention, void, undefined> {
  const passed = passedVariables(all);
  const areaOf = areaReader();
  const servers = serversIn(all);
  for (const placement of all) {
    const { path } = placement;
    const area = areaOf(placement);
    for (const word of namesIn(placement, area, textOf(path), passed)) {
      const { kind, name, span, makes, doubtful = false, scope = '' } = word;
      const key = `${id} ${area} ${scope}`;
      const keys =
        kind === 'named location'
          ? serverKeys(word, placement, servers).map((own) => `${key} ${own}`)
          : [key];
      yield { kind, name, path, span, makes, keys, doubtful, ...(makes && { by: makerOf(placement) }) };
    }
  }
}

/** A line of `map` and the like makes a name for the block around it. */
const makerOf = ({ directive, context, parent }: Placement): string =>
  (context === 'entries' && parent ? parent.directive : directive).name.value;

/** Each server by the block, with the named locations in it. */
type Servers = ReadonlyMap<Placement, { readonly id: string; readonly locations: ReadonlySet<string> }>;

function serversIn(all: readonly Placement[]): Servers {
  const servers = new Map<Placement, { id: string; locations: Set<string> }>();
  for (const placement of all) {
    const { name, args, block } = placement.directive;
    if (name.value === 'server' && block) {
      servers.set(placement, { id: `${servers.size}`, locations: new Set() });
    } else if (name.value === 'location' && args[0]?.value.startsWith('@')) {
      const server = serverAround(placement);
      if (server) servers.get(server)?.locations.add(args[0].value);
    }
  }
  return servers;
}

/** A named location that is used at the level of `http` is looked up in whatever server answers. */
function serverKeys({ name, makes }: NamedWord, placement: Placement, servers: Servers): readonly string[] {
  const server = serverAround(placement);
  if (server) return [servers.get(server)?.id ?? 'none'];
  const having = makes ? [] : [...servers.values()].filter(({ locations }) => locations.has(name));
  return having.length > 0 ? having.map(({ id }) => id) : ['none'];
}

function serverAround({ parent }: Placement): Placement | undefined {
  let around = parent;
  while (around && around.directive.name.value !== 'server') around = around.parent;
  return around;
}
