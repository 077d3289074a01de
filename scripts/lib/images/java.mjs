import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes.mjs';

const PACKAGE = 'openjdk-17-jre-headless';
const ETC = '/etc/java-17-openjdk/';

/** Debian's JRE at the place of the official image, /opt/java/openjdk. */
export const javaLayer = {
  name: 'java17',
  packages: [PACKAGE],
  source: import.meta.url,
  async build(folder, unpack) {
    const unpacked = `${folder}-unpacked`;
    rmSync(unpacked, { recursive: true, force: true });
    await unpack(unpacked, [PACKAGE]);
    const jvm = join(unpacked, 'usr/lib/jvm');
    const home = join(folder, 'opt/java/openjdk');
    mkdirSync(join(folder, 'opt/java'), { recursive: true });
    const name = readdirSync(jvm).find((entry) => entry.startsWith('java-17-openjdk-'));
    renameSync(join(jvm, name), home);
    bringConfiguration(home, join(unpacked, ETC));
    rmSync(unpacked, { recursive: true });
    removeUnused(home);
    await dumpClasses(home);
  },
};

/** Debian keeps the configuration in /etc and links to it; the links are replaced by the files. */
function bringConfiguration(home, etc) {
  for (const entry of readdirSync(home, { recursive: true })) {
    const path = join(home, entry);
    if (!lstatSync(path).isSymbolicLink()) continue;
    const target = readlinkSync(path);
    if (!target.startsWith(ETC)) continue;
    rmSync(path);
    cpSync(join(etc, target.slice(ETC.length)), path);
  }
}

/** Parts for screens, sound and debugging. */
function removeUnused(home) {
  for (const name of ['legal', 'man', 'docs']) rmSync(join(home, name), { recursive: true, force: true });
  const unused =
    /^(ct\.sym|src\.zip|lib(awt.*|mlib_image|jsound|fontmanager|freetype|saproc|jsvml|lcms|javajpeg)\.so)$/;
  for (const name of readdirSync(join(home, 'lib'))) {
    if (unused.test(name)) rmSync(join(home, 'lib', name));
  }
}

/**
 * The archive of the JDK's classes saves 0.4 s of each start. Debian makes it when the package is installed; here it is made now.
 * It notes the time of lib/modules, which in the image is that of the tar: 0.
 */
async function dumpClasses(home) {
  utimesSync(join(home, 'lib/modules'), 0, 0);
  await run(join(home, 'bin/java'), ['-Xshare:dump'], { title: 'java -Xshare:dump' });
  rmSync(join(home, 'lib/server/classes_nocoops.jsa'), { force: true });
}
