import type { NginxConfiguration } from '../languages/nginx/configuration';
import { nearest } from '../languages/text/paths';
import { mainFiles } from './configurations';
import type { Images, ServiceImage } from './images';
import type { ReadFrom, Searched } from './includes';
import { brings, mayBeNginx, servicesOf } from './links';
import type { NginxService } from './model';
import { settledIn, settledStart } from './settled';
import type { SourceFile } from './source';
import { mountsOf, stockOf } from './stock';

/** A main file from which an nginx starts, and what runs it. */
export interface NginxStart extends ReadFrom {
  readonly service: NginxService | undefined;
  /** Undefined where nothing says what runs it. */
  readonly image: ServiceImage | undefined;
}

/** All from which nginx starts here: main files of the workspace, and those of images that may read something of it. */
export function startsOf(
  files: ReadonlyMap<string, SourceFile>,
  searched: Searched,
  images: Images,
): readonly NginxStart[] {
  const { projects } = images;
  const own = mainFiles(files, searched).flatMap((mainFile): readonly NginxStart[] => {
    const services = servicesOf(mainFile, projects, images);
    return (services.length > 0 ? services : [undefined]).map((service) => {
      const image = service?.image ?? builtWith(mainFile, images);
      return { mainFile, service, image, mounts: image ? mountsOf(image) : [], searched };
    });
  });
  const stock = (
    image: ServiceImage,
    owner: { readonly path: string; readonly name?: string },
    service: NginxService | undefined,
  ): readonly NginxStart[] => {
    const found = stockOf(image, owner, files);
    return found
      ? [{ mainFile: found.mainFile, stock: found, service, image, mounts: mountsOf(image), searched }]
      : [];
  };
  const settled = settledIn(files);
  const start = settled && settledStart(settled);
  return [
    ...own,
    ...(start
      ? [{ ...start, mainFile: start.stock.mainFile, service: undefined, image: undefined, searched }]
      : []),
    ...projects.flatMap(({ services }) =>
      services.flatMap((service) => {
        const image = images.of(service);
        return stock(image, { path: service.composeFile, name: service.name }, { service, image });
      }),
    ),
    ...images.alone.flatMap(({ dockerfile, image }) => stock(image, { path: dockerfile }, undefined)),
  ];
}

/** The image of a Dockerfile by itself that brings a main file: the nearest; of several what they agree on. */
function builtWith(mainFile: string, images: Images): ServiceImage | undefined {
  const found = images.alone.filter(({ image }) => mayBeNginx(image) && brings(image.files, mainFile));
  const [first, ...others] = nearest(mainFile, found, ({ dockerfile }) => dockerfile).map(
    ({ image }) => image,
  );
  if (!first) return undefined;
  const differs = others.some(({ version }) => version?.value !== first.version?.value);
  const other = others.find(({ official, modified }) => official !== 'nginx' || modified);
  return { ...(other ?? first), version: differs ? undefined : first.version };
}

/** Whose nginx an image runs; undefined for an image of which nothing is known. */
export function buildOf({ official, name, modified }: ServiceImage): NginxConfiguration['build'] {
  if (official === 'nginx') return modified ? 'other' : 'official';
  return name === undefined ? undefined : 'other';
}
