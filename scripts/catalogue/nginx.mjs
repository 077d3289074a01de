// server/data/nginx.json from the sources of nginx, of modules that people add, and nginx.org's reference.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDocs } from './docs.mjs';
import { Forms } from './forms.mjs';
import { cloneOf, filesAt, git } from './git.mjs';
import { buildOf, readModules } from './modules.mjs';
import { compare } from './releases.mjs';

/** The oldest release that the rules speak of. */
const FIRST = '1.18.0';

/** Repositories on GitHub, and the name of the origin that the catalogue gives their modules. */
const SOURCES = {
  nginx: { repository: 'nginx/nginx' },
  docs: { repository: 'nginx/nginx.org' },
  njs: { repository: 'nginx/njs', under: 'nginx' },
  lua: { repository: 'openresty/lua-nginx-module', under: 'src' },
  'stream-lua': { repository: 'openresty/stream-lua-nginx-module', under: 'src' },
  'headers-more': { repository: 'openresty/headers-more-nginx-module', under: 'src' },
  echo: { repository: 'openresty/echo-nginx-module', under: 'src' },
  brotli: { repository: 'google/ngx_brotli' },
  vts: { repository: 'vozlt/nginx-module-vts', under: 'src' },
};

const target = join(import.meta.dirname, '../../server/data/nginx.json');

/** `folder` holds clones, bare or not, named as in SOURCES; those that are missing are cloned into it. */
export function write(folder = '.tools/catalogue') {
  const clones = resolve(folder);
  mkdirSync(clones, { recursive: true });
  mkdirSync(join(target, '..'), { recursive: true });
  const nginx = readNginx(repositoryOf(clones, 'nginx'));
  const added = Object.keys(SOURCES)
    .filter((origin) => origin !== 'nginx' && origin !== 'docs')
    .map((origin) => readAdded(clones, origin));
  const catalogue = withDocs(
    [nginx, ...added],
    readDocs(filesAt(repositoryOf(clones, 'docs'), 'HEAD', 'xml/en/docs', '.xml')),
  );
  writeFileSync(target, format(catalogue));
  console.log(
    `${target}: ${catalogue.directives.length} directives (${new Set(catalogue.directives.map(({ name }) => name)).size} names), ${catalogue.variables.length} variables, nginx ${catalogue.first} to ${catalogue.last}`,
  );
}

const repositoryOf = (folder, source) => cloneOf(folder, SOURCES[source].repository);

/** Every release from the first on, put together: an entry a form that a directive had, with the releases it had it in. */
function readNginx(repository) {
  const versions = git(repository, 'tag')
    .split('\n')
    .flatMap((tag) => /^release-(\d+\.\d+\.\d+)$/.exec(tag)?.[1] ?? [])
    .filter((version) => compare(version, FIRST) >= 0)
    .toSorted(compare);
  const directives = new Forms(versions);
  const variables = new Forms(versions);
  let modules = [];
  let optional = new Map();
  const counts = {};
  for (const version of versions) {
    const tag = `release-${version}`;
    const build = buildOf(
      git(repository, 'show', `${tag}:auto/modules`),
      git(repository, 'show', `${tag}:auto/options`),
    );
    const read = readModules(filesAt(repository, tag, 'src', '.c', '.cpp', '.h'), build);
    directives.add(version, read.directives);
    variables.add(version, read.variables);
    modules = [...new Set([...build.modules, ...modules])];
    optional = new Map([...optional, ...build.optional]);
    counts[version] = new Set(read.directives.map(({ name }) => name)).size;
  }
  return {
    origin: 'nginx',
    versions,
    counts,
    modules,
    optional,
    directives: directives.all(),
    variables: variables.all(),
  };
}

function readAdded(folder, origin) {
  const repository = repositoryOf(folder, origin);
  const files = filesAt(repository, 'HEAD', SOURCES[origin].under, '.c', '.h');
  const { directives, variables } = readModules(files);
  // Those in files of their own belong to the module beside them.
  const ofKind = (kind) => directives.find(({ moduleType }) => moduleType === kind) ?? directives[0];
  return {
    origin,
    directives,
    variables: variables.map((one) =>
      directives.some(({ module }) => module === one.module)
        ? one
        : { ...one, module: ofKind(one.kind)?.module ?? one.module },
    ),
  };
}

function withDocs(sources, docs) {
  const [{ versions, counts, modules: order, optional }] = sources;
  const moduleNames = [
    ...new Set([
      ...order,
      ...sources.flatMap(({ directives, variables }) =>
        [...directives, ...variables].map(({ module }) => module),
      ),
    ]),
  ];
  // A module that another one names too is the first one's.
  const origins = new Map(
    sources
      .toReversed()
      .flatMap(({ origin, directives, variables }) =>
        [...directives, ...variables].map(({ module }) => [module, origin]),
      ),
  );
  const types = new Map(
    sources.flatMap(({ directives, variables }) => [
      ...variables.map(({ module, kind }) => [module, kind]),
      ...directives.map(({ module, moduleType }) => [module, moduleType]),
    ]),
  );
  const used = new Set();
  const directives = sources.flatMap(({ directives: own }) =>
    own.map(({ moduleType, ...directive }) => {
      const candidates = docs.filter(
        ({ name, group }) => name === directive.name && (group === groupOf(moduleType) || group === 'core'),
      );
      const page =
        candidates.find(({ module }) => module === directive.module) ??
        candidates.find(
          (candidate) =>
            directive.in.includes('any') || candidate.in.some((context) => directive.in.includes(context)),
        );
      if (page) used.add(page);
      return {
        ...directive,
        ...(page && {
          ...(page.syntax.length > 0 && { syntax: page.syntax }),
          ...(page.default !== '' && page.default !== '—' && { default: page.default }),
          docs: page.link,
        }),
      };
    }),
  );
  // auto/modules names modules too whose sources are not there.
  const isRead = (name) => directives.some(({ module }) => module === name);
  const documented = docs
    .filter((page) => !used.has(page) && !page.module.endsWith('_head'))
    .filter((page) => page.commercial || !order.includes(page.module) || !isRead(page.module))
    .map((page) => ({
      name: page.name,
      module: page.module,
      in: page.in,
      args: 'any',
      ...(page.syntax.some((syntax) => syntax.endsWith('{ … }')) && { block: true }),
      ...(page.syntax.length > 0 && { syntax: page.syntax }),
      ...(page.default !== '' && page.default !== '—' && { default: page.default }),
      docs: page.link,
    }))
    .filter(
      ({ name, in: contexts }) =>
        !directives.some((one) => one.name === name && one.in.some((context) => contexts.includes(context))),
    );
  for (const page of docs) {
    if (
      (origins.has(page.module) && isRead(page.module)) ||
      !documented.some(({ module }) => module === page.module)
    )
      continue;
    origins.set(
      page.module,
      /otel|acme/.test(page.module) ? page.module.replace(/^ngx_(http_)?|_module$/g, '') : 'plus',
    );
    types.set(page.module, page.group);
    moduleNames.push(page.module);
  }
  // What a module of the sources has in the reference alone is of the commercial edition.
  const plus = documented.map((directive) =>
    origins.get(directive.module) === 'nginx' ? { ...directive, plus: true } : directive,
  );
  const withThings = new Set([...directives, ...plus].map(({ module }) => module));
  const variables = sources.flatMap(({ variables: own }) => own);
  for (const { module } of variables) withThings.add(module);
  return {
    first: versions[0],
    last: versions.at(-1),
    counts,
    modules: [...new Set(moduleNames)]
      .filter((name) => withThings.has(name))
      .map((name) => ({
        name,
        type: types.get(name) ?? 'core',
        origin: origins.get(name),
        ...(optional.has(name) && { option: optional.get(name) }),
      })),
    directives: [...directives, ...plus],
    variables: unique(variables),
  };
}

function groupOf(type) {
  return type === 'http' || type === 'stream' || type === 'mail' ? type : 'core';
}

function unique(things) {
  return [...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values()];
}

/** One thing a line, so that a later run shows what changed. */
function format({ first, last, counts, ...lists }) {
  const parts = Object.entries(lists).map(
    ([name, things]) =>
      `  ${JSON.stringify(name)}: [\n${things.map((thing) => `    ${JSON.stringify(thing)}`).join(',\n')}\n  ]`,
  );
  return `{\n  "first": "${first}",\n  "last": "${last}",\n  "counts": ${JSON.stringify(counts)},\n${parts.join(',\n')}\n}\n`;
}
