// The two images a lab runs: the official ones where they can be had, else look-alikes from Debian's packages.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { which } from './processes.mjs';
import { filesBelow } from './files.mjs';
import { baseLayer } from './images/base.mjs';
import { javaLayer } from './images/java.mjs';
import { CACHE, hash, layer } from './images/layers.mjs';
import { nginxLayer } from './images/nginx.mjs';
import { tomcatLayer } from './images/tomcat.mjs';

/** The official images, as in samples/ and as the extension's default. */
const OFFICIAL = { tomcat: 'tomcat:10.1', nginx: 'nginx:stable' };
/** Never `tomcat:…`: nobody may take a look-alike for the real one. */
const LOOKALIKE = { tomcat: 'cluster-lab/tomcat:10.1', nginx: 'cluster-lab/nginx:1.22' };
const LABEL = 'dev.cluster-lab.image';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const CONFIG = {
  tomcat: {
    Env: [
      `PATH=/usr/local/tomcat/bin:/opt/java/openjdk/bin:${PATH}`,
      'JAVA_HOME=/opt/java/openjdk',
      'LANG=C.UTF-8',
      'CATALINA_HOME=/usr/local/tomcat',
      'TOMCAT_MAJOR=10',
    ],
    Cmd: ['catalina.sh', 'run'],
    WorkingDir: '/usr/local/tomcat',
    ExposedPorts: { '8080/tcp': {} },
  },
  nginx: {
    Env: [`PATH=${PATH}`],
    Entrypoint: ['/docker-entrypoint.sh'],
    Cmd: ['nginx', '-g', 'daemon off;'],
    ExposedPorts: { '80/tcp': {} },
    StopSignal: 'SIGQUIT',
  },
};
/** Variables that tell the version, and the package that has it. */
const VERSION = { tomcat: ['TOMCAT_VERSION', 'tomcat10'], nginx: ['NGINX_VERSION', 'nginx'] };
const LAYERS = { tomcat: [baseLayer, javaLayer, tomcatLayer], nginx: [baseLayer, nginxLayer] };

/**
 * Names of images that the engine has when this resolves, and how they were got in words. Official ones that are there, else
 * look-alikes that are there, else official ones pulled by the engine, else look-alikes built now (on Debian).
 */
export async function ensureImages(docker) {
  const official = await local(docker, OFFICIAL);
  if (official) return { ...official, how: 'official, already here' };
  const key = recipe();
  const built = await local(docker, LOOKALIKE, key);
  if (built) return { ...built, how: 'look-alikes, already here' };
  const refusal = await pull(docker);
  if (refusal === undefined) return { ...OFFICIAL, how: 'official, pulled' };
  if (!which('apt-get') || !which('dpkg-deb')) {
    throw new Error(
      `The images ${Object.values(OFFICIAL).join(' and ')} are not here and cannot be pulled (${refusal}). ` +
        `Pull them where the registry can be reached, or "docker load" them; look-alikes can only be built on Debian.`,
    );
  }
  await build(docker, key);
  return { ...LOOKALIKE, how: 'look-alikes built from Debian packages, since no registry can be reached' };
}

async function local(docker, names, key) {
  for (const name of Object.values(names)) {
    try {
      const image = await docker.json('GET', `/images/${name}/json`);
      if (key && image.Config.Labels?.[LABEL] !== key) return undefined;
    } catch (error) {
      if (error.status === 404) return undefined;
      throw error;
    }
  }
  return names;
}

/** Pulls where the engine reaches a registry at all; else says why not within seconds. */
async function pull(docker) {
  try {
    await docker.request('GET', `/distribution/${OFFICIAL.tomcat}/json`, { limit: 8000 });
    for (const name of Object.values(OFFICIAL)) {
      const [fromImage, tag] = name.split(':');
      const progress = await docker.request('POST', `/images/create?fromImage=${fromImage}&tag=${tag}`, {
        limit: 120_000,
      });
      const error = progress.split('\n').find((line) => line.includes('"errorDetail"'));
      if (error) throw new Error(JSON.parse(error).error);
    }
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** The text of everything that makes an image: an image labelled with another one is built anew. */
function recipe() {
  const files = [
    join(import.meta.dirname, 'images.mjs'),
    ...filesBelow([join(import.meta.dirname, 'images')], /./),
  ];
  return hash(files.map((file) => readFileSync(file, 'utf8')).join('\n')).slice(0, 16);
}

async function build(docker, key) {
  const work = join(CACHE, `load-${process.pid}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const recipes = [...new Set(Object.values(LAYERS).flat())];
    const layers = new Map(await Promise.all(recipes.map(async (it) => [it, await layer(it)])));
    for (const { name, tar } of layers.values()) symlinkSync(tar, join(work, `${name}.tar`));
    const manifest = Object.keys(LAYERS).map((image) =>
      describe(
        work,
        image,
        key,
        LAYERS[image].map((it) => layers.get(it)),
      ),
    );
    writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
    await load(docker, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(join(CACHE, `build-${process.pid}`), { recursive: true, force: true });
  }
}

/** Writes the image's configuration and gives its entry of the manifest (docker-archive format). */
function describe(work, image, key, layers) {
  const [variable, from] = VERSION[image];
  const version = layers.find(({ versions }) => from in versions).versions[from];
  const created = '1970-01-01T00:00:00Z';
  const config = {
    architecture: { x64: 'amd64' }[process.arch] ?? process.arch,
    os: 'linux',
    created,
    config: {
      ...CONFIG[image],
      Env: [...CONFIG[image].Env, `${variable}=${version}`],
      Labels: { [LABEL]: key },
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
    history: layers.map(({ name }) => ({ created, created_by: name })),
  };
  writeFileSync(join(work, `${image}.json`), JSON.stringify(config));
  return {
    Config: `${image}.json`,
    RepoTags: [LOOKALIKE[image]],
    Layers: layers.map(({ name }) => `${name}.tar`),
  };
}

async function load(docker, folder) {
  const tar = spawn('tar', ['-C', folder, '-chf', '-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const answer = await docker.request('POST', '/images/load?quiet=1', { body: tar.stdout, limit: 300_000 });
  const error = answer.split('\n').find((line) => line.includes('"errorDetail"'));
  if (error) throw new Error(`The engine does not take the images: ${JSON.parse(error).error}`);
  const old = encodeURIComponent(JSON.stringify({ label: [LABEL], dangling: ['true'] }));
  await docker.request('POST', `/images/prune?filters=${old}`);
}
