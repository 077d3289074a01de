import type { ClusterModel } from '../cluster/model';
import { publishedAs } from '../cluster/ports';
import type { NginxConfiguration, Placement } from '../languages/nginx/configuration';
import { type Server, serverAt, speaksTls } from '../languages/nginx/http';
import { locationName } from '../languages/nginx/location';

/** A URL that the server, and where it can be told the location, around an offset is for: `GET https://shop.example.com/app/`. */
export function urlAt(model: ClusterModel, path: string, offset: number): string | undefined {
  for (const configuration of model.configurations) {
    const around = configuration.all.findLast(
      ({ path: own, directive: { block, name, span } }) =>
        own === path &&
        block !== undefined &&
        (name.value === 'location' || name.value === 'server') &&
        span.start <= offset &&
        offset <= span.end,
    );
    const server = around && serverOf(around);
    if (around && server) return `GET ${originOf(server, configuration, model)}${pathOf(around)}`;
  }
  return undefined;
}

function serverOf(around: Placement): Server | undefined {
  let block: Placement | undefined = around;
  while (block && block.directive.name.value !== 'server') block = block.parent;
  return block?.context === 'http' ? serverAt(block) : undefined;
}

/** Scheme, name and port as a browser writes them, at the port that Compose publishes. */
function originOf(server: Server, configuration: NginxConfiguration, model: ClusterModel): string {
  const listener = server.listeners.find(({ ports }) => ports !== undefined);
  const isTls = listener !== undefined && speaksTls(server, listener);
  const inside = listener?.ports?.first ?? 80;
  const { service, runsIn } = model.balancerOf(configuration) ?? {};
  const [published = inside] =
    runsIn === 'container' && service ? publishedAs(service.service, inside) : [inside];
  const name = server.names.find(({ value }) => /^[\w-]+(\.[\w-]+)+$/.test(value))?.value ?? 'localhost';
  const port = published === (isTls ? 443 : 80) ? '' : `:${published}`;
  return `${isTls ? 'https' : 'http'}://${name}${port}`;
}

/** A path that a location is for, as far as its name tells; that of a regular expression for an ending has it. */
function pathOf(around: Placement): string {
  const { directive } = around;
  const name = directive.name.value === 'location' ? locationName(directive) : undefined;
  if (!name || name.modifier === '@') return '/';
  if (name.modifier !== '~' && name.modifier !== '~*')
    return /^\/[^\s$]*$/.test(name.pattern) ? name.pattern : '/';
  const [, ending] = /^(?:\.\*)?\\\.\(?(?:\?:)?(\w+)/.exec(name.pattern) ?? [];
  return ending === undefined ? '/' : `/index.${ending}`;
}
