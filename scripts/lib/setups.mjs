// What layers of tests need beyond Node, each got once, side by side, and what they leave behind.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve, sep } from 'node:path';
import { TOMCATS, tomcatOf } from '../catalogue/tomcat/tomcats.mjs';
import { aptInstall } from './apt.mjs';
import { Docker } from './docker.mjs';
import { atEnd } from './ending.mjs';
import { ensureEngine } from './engine.mjs';
import { ensureImages } from './images.mjs';
import { ensureNewestImage } from './newestNginx.mjs';
import { ensureNginx } from './nginx.mjs';
import { endPodman, ensurePodman } from './podman.mjs';
import { run, runTool, which } from './processes.mjs';
import { step } from './steps.mjs';
import { hasDesktop } from './vscode/desktop.mjs';
import { ensureBrowser, ensureServer } from './vscode/install.mjs';

const VSIX = 'dist/cluster-lab.vsix';

/** Temporary folder of all tests of this run: removed in the end, and by it a lab is known as ours. */
const scratch = join(tmpdir(), `clab-${process.pid}`);

/** Each recipe resolves with the environment variables that lead tests to what it got. */
export function createSetUps() {
  let docker;
  let before = [];
  const begun = new Map();

  const recipes = {
    async nginx() {
      const folder = await step('nginx', ensureNginx, (it) => it);
      return { PATH: `${folder}${delimiter}${process.env.PATH}`, CLUSTER_LAB_NGINX: join(folder, 'nginx') };
    },

    /** A Tomcat whose jars are asked, and a Java to run them. */
    async tomcat() {
      const home = await step(
        'Tomcat',
        async () => {
          const missing = [
            which('mvn') ? undefined : 'maven',
            which('javac') ? undefined : 'default-jdk-headless',
          ];
          const wanted = missing.filter((name) => name !== undefined);
          if (wanted.length > 0) await aptInstall(wanted);
          return tomcatOf(TOMCATS, '10.1.60');
        },
        (it) => it,
      );
      return { CLUSTER_LAB_TOMCAT_HOME: home };
    },

    async engine() {
      const engine = await step('Docker Engine', ensureEngine, (it) => it.how);
      docker = new Docker(engine.host);
      before = (await docker.labObjects()).map(({ id }) => id);
      // Tests that were cut off could not clean up. Elsewhere in the engine a lab may be somebody's.
      const places = [resolve('.'), scratch].map((folder) => join(folder, sep));
      const ours = ({ id, folder }) =>
        !before.includes(id) && places.some((place) => folder?.startsWith(place));
      atEnd('labs of the tests', () => docker.removeLabs(ours));
      return { DOCKER_HOST: engine.host };
    },

    /** An sshd, openssl and ip for tests that reach the engine from outside; each test starts its own. */
    async sshd() {
      const missing = [
        existsSync('/usr/sbin/sshd') ? undefined : 'openssh-server',
        which('ssh') ? undefined : 'openssh-client',
        which('openssl') ? undefined : 'openssl',
        which('ip') ? undefined : 'iproute2',
      ].filter((name) => name !== undefined);
      await step(
        'sshd',
        () => (missing.length > 0 ? aptInstall(missing) : undefined),
        () => '/usr/sbin/sshd',
      );
      return {};
    },

    /** Podman, whose service a test starts in a folder. */
    async podman() {
      await step('Podman', ensurePodman, (it) => it);
      const folder = join(tmpdir(), `clab-podman-${process.pid}`);
      atEnd('Podman of the tests', () => endPodman(folder));
      return { CLUSTER_LAB_PODMAN: folder };
    },

    async images() {
      await get('engine');
      const images = await step(
        'images',
        () => ensureImages(docker),
        (it) => `${it.tomcat} and ${it.nginx}, ${it.how}`,
      );
      return { CLUSTER_LAB_TOMCAT_IMAGE: images.tomcat, CLUSTER_LAB_NGINX_IMAGE: images.nginx };
    },

    /** An nginx that is newer than that of Debian, with its release in its tag. */
    async 'newest nginx'() {
      const { CLUSTER_LAB_NGINX_IMAGE: nginx } = await get('images');
      const image = await step(
        'newest nginx',
        () => ensureNewestImage(docker, nginx),
        (it) => it,
      );
      return { CLUSTER_LAB_NEWEST_NGINX_IMAGE: image };
    },

    /** Server and browser serve the tests of the user interface in any case, those in the host where there is no display. */
    async vscode() {
      await Promise.all([
        step("VS Code's server", ensureServer, (it) => it),
        step('Chromium', ensureBrowser, (it) => it),
      ]);
      return hasDesktop() && !process.env.CI ? {} : { CLUSTER_LAB_VSCODE: 'scripts/vscode-shim/code' };
    },

    async vsix() {
      await step('package', async () => {
        await run(process.execPath, ['esbuild.mjs', '--production'], { title: 'esbuild' });
        await runTool('vsce', [
          'package',
          '--no-dependencies',
          '--skip-license',
          '--allow-missing-repository',
          '--no-rewrite-relative-links',
          '--readme-path',
          'dist/README.md',
          '--out',
          VSIX,
        ]);
      });
      return { CLUSTER_LAB_VSIX: VSIX };
    },
  };

  /** Gets one thing, once; rejects with a sentence about what is missing. */
  function get(name) {
    if (!begun.has(name)) begun.set(name, recipes[name]());
    return begun.get(name);
  }

  return {
    get,

    /** Starts getting what is named, without waiting: that takes mostly the network, while checks take the processor. */
    begin(names) {
      for (const name of names) get(name).catch(() => undefined); // told when a layer asks for it
    },

    /** The environment for a layer with all these needs. */
    async environment(names) {
      if (!existsSync(scratch)) {
        mkdirSync(scratch);
        atEnd('temporary files of the tests', () => rmSync(scratch, { recursive: true, force: true }));
      }
      return Object.assign({ TMPDIR: scratch, TEMP: scratch }, ...(await Promise.all(names.map(get))));
    },

    /** Containers, networks and volumes of labs that are there now and were not before. */
    async leftovers() {
      const objects = docker ? await docker.labObjects() : [];
      return objects
        .filter(({ id }) => !before.includes(id))
        .map(({ kind, name, lab }) => `${kind} ${name} of lab ${lab}`);
    },
  };
}
