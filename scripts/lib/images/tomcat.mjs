import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

const PACKAGES = [
  'libtomcat10-java',
  'tomcat10-common',
  'tomcat10',
  'tomcat10-admin',
  'libeclipse-jdt-core-java',
];
const SCRIPTS = ['catalina', 'setclasspath', 'startup', 'shutdown', 'version', 'configtest', 'digest'];

/** Debian's tomcat10 at the place of the official image, /usr/local/tomcat, with the official defaults. */
export const tomcatLayer = {
  name: 'tomcat10',
  packages: PACKAGES,
  source: import.meta.url,
  async build(folder, unpack) {
    const unpacked = `${folder}-unpacked`;
    rmSync(unpacked, { recursive: true, force: true });
    await unpack(unpacked, PACKAGES);
    const share = join(unpacked, 'usr/share');
    const home = join(folder, 'usr/local/tomcat');
    for (const name of ['bin', 'conf', 'lib', 'logs', 'temp', 'work', 'webapps', 'webapps.dist']) {
      mkdirSync(join(home, name), { recursive: true });
    }
    copyLibraries(share, join(home, 'lib'));
    copyProgram(share, join(home, 'bin'));
    cpSync(join(share, 'tomcat10/etc'), join(home, 'conf'), { recursive: true, dereference: true });
    cpSync(join(unpacked, 'etc/tomcat10/policy.d/03catalina.policy'), join(home, 'conf/catalina.policy'));
    writeFileSync(join(home, 'conf/logging.properties'), LOGGING);
    copyApplications(share, join(home, 'webapps.dist'));
    for (const name of ['logs', 'temp', 'work']) chmodSync(join(home, name), 0o1777);
    rmSync(unpacked, { recursive: true });
  },
};

/** lib/ holds links to /usr/share/java, under Tomcat's own names; translations lie there only, and the compiler for JSPs. */
function copyLibraries(share, lib) {
  const java = join(share, 'java');
  const links = join(share, 'tomcat10/lib');
  for (const name of readdirSync(links))
    cpSync(join(java, basename(readlinkSync(join(links, name)))), join(lib, name), { dereference: true });
  for (const name of readdirSync(java)) {
    const language = /^tomcat10-i18n-([A-Za-z-]+)\.jar$/.exec(name)?.[1];
    if (language) cpSync(join(java, name), join(lib, `tomcat-i18n-${language}.jar`), { dereference: true });
  }
  cpSync(join(java, 'eclipse-jdt-core.jar'), join(lib, 'ecj.jar'), { dereference: true });
}

/** As in the official image the scripts run under bash. */
function copyProgram(share, bin) {
  const from = join(share, 'tomcat10/bin');
  for (const name of ['bootstrap.jar', 'tomcat-juli.jar'])
    cpSync(join(from, name), join(bin, name), { dereference: true });
  for (const name of SCRIPTS) {
    const script = readFileSync(join(from, `${name}.sh`), 'utf8');
    writeFileSync(join(bin, `${name}.sh`), script.replace(/^#!\/bin\/sh\n/, '#!/usr/bin/env bash\n'), {
      mode: 0o755,
    });
  }
}

function copyApplications(share, webapps) {
  for (const name of ['manager', 'host-manager'])
    renameSync(join(share, 'tomcat10-admin', name), join(webapps, name));
  // Debian's manager names a document base of its own place.
  cpSync(join(webapps, 'host-manager/META-INF/context.xml'), join(webapps, 'manager/META-INF/context.xml'));
  mkdirSync(join(webapps, 'ROOT'));
  cpSync(join(share, 'tomcat10-root/default_root/index.html'), join(webapps, 'ROOT/index.html'));
}

/** Tomcat's own conf/logging.properties without comments; Debian's writes for journald. */
const LOGGING = `handlers = 1catalina.org.apache.juli.AsyncFileHandler, 2localhost.org.apache.juli.AsyncFileHandler, java.util.logging.ConsoleHandler
.handlers = 1catalina.org.apache.juli.AsyncFileHandler, java.util.logging.ConsoleHandler
${['1catalina', '2localhost']
  .map(
    (name) => `${name}.org.apache.juli.AsyncFileHandler.level = ALL
${name}.org.apache.juli.AsyncFileHandler.directory = \${catalina.base}/logs
${name}.org.apache.juli.AsyncFileHandler.prefix = ${name.slice(1)}.
${name}.org.apache.juli.AsyncFileHandler.encoding = UTF-8`,
  )
  .join('\n')}
java.util.logging.ConsoleHandler.level = ALL
java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
java.util.logging.ConsoleHandler.encoding = UTF-8
org.apache.catalina.core.ContainerBase.[Catalina].[localhost].level = INFO
org.apache.catalina.core.ContainerBase.[Catalina].[localhost].handlers = 2localhost.org.apache.juli.AsyncFileHandler
`;
