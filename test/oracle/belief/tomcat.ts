import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from '../../../client/src/lab/certificate';
import type { Tomcat } from '../tomcat/judge';
import type { Half } from './combinations';

/** Another one for each run, since several may run on one machine. */
export const OWN_NETWORK = `127.${16 + (process.pid % 200)}`;

/** The address of this machine at which a Service's connector listens. */
export const tomcatAddress = (index: number): string => `${OWN_NETWORK}.${128 + index}.1`;

/** One Tomcat with a Service for each half; comes back once it has started. */
export async function startTomcat(
  { home, version }: Tomcat,
  folder: string,
  halves: readonly Half[],
  { certificate, key }: KeyPair,
): Promise<() => Promise<void>> {
  const base = join(folder, `tomcat-${version}`);
  for (const name of ['conf', 'lib', 'logs', 'temp', 'work', 'empty'])
    mkdirSync(join(base, name), { recursive: true });
  const properties = readFileSync(join(home, 'conf/catalina.properties'), 'utf8');
  writeFileSync(
    join(base, 'conf/catalina.properties'),
    `${properties}\ntomcat.util.scan.StandardJarScanFilter.jarsToSkip=*\n`,
  );
  writeFileSync(join(base, 'conf/cert.pem'), certificate);
  writeFileSync(join(base, 'conf/key.pem'), key);
  writeFileSync(join(base, 'conf/web.xml'), DEFAULT_WEB_XML);
  compile(home, version, base);
  const services = halves.map(({ serverXml, webXml, contextXml, app }, index) => {
    const apps = `webapps-${index}`;
    const root = join(base, apps, app);
    mkdirSync(join(root, 'WEB-INF'), { recursive: true });
    mkdirSync(join(root, 'META-INF'), { recursive: true });
    writeFileSync(join(root, 'WEB-INF/web.xml'), webXml);
    if (contextXml !== undefined) writeFileSync(join(root, 'META-INF/context.xml'), contextXml);
    const [service = ''] = /<Service[\s\S]*<\/Service>/.exec(serverXml) ?? [];
    return service
      .replace('<Service name="Catalina"', `<Service name="S${index}"`)
      .replace('<Engine name="Catalina"', `<Engine name="E${index}"`)
      .replace('<Connector ', `<Connector address="${tomcatAddress(index)}" minSpareThreads="1" `)
      .replaceAll('appBase="webapps"', `appBase="${apps}" autoDeploy="false"`);
  });
  writeFileSync(join(base, 'conf/server.xml'), `<Server port="-1">${services.join('\n')}</Server>`);
  const jars = ['bootstrap.jar', 'tomcat-juli.jar'].map((name) => join(home, 'bin', name));
  const child = spawn(
    'java',
    [
      '-XX:TieredStopAtLevel=1',
      '-Duser.language=en',
      `-Dcatalina.home=${home}`,
      `-Dcatalina.base=${base}`,
      `-Djava.io.tmpdir=${base}/temp`,
      '-cp',
      jars.join(':'),
      'org.apache.catalina.startup.Bootstrap',
      'start',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await started(child);
  return () => ended(child);
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (/Server startup in/.test(output)) resolve();
    });
    child.on('exit', (code) => reject(new Error(`Tomcat ended with ${code}: ${output.slice(-3000)}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

/** The probe in the namespace of the release, in the loader that all applications share. */
function compile(home: string, version: string, base: string): void {
  const source = readFileSync('test/oracle/belief/Probe.java', 'utf8');
  const namespace = /^[89]\./.test(version) ? 'javax' : 'jakarta';
  const file = join(base, 'temp/Probe.java');
  writeFileSync(file, source.replaceAll('NAMESPACE', namespace));
  const classPath = readdirSync(join(home, 'lib'))
    .filter((name) => name.endsWith('.jar'))
    .map((name) => join(home, 'lib', name));
  execFileSync('javac', ['-nowarn', '-d', join(base, 'lib'), '-cp', classPath.join(':'), file], {
    stdio: 'pipe',
  });
  copyFileSync(file, join(base, 'logs/Probe.java'));
}

const DEFAULT_WEB_XML = `<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
<servlet><servlet-name>default</servlet-name><servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class><load-on-startup>1</load-on-startup></servlet>
<servlet><servlet-name>probe</servlet-name><servlet-class>Probe</servlet-class></servlet>
<servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
<servlet-mapping><servlet-name>probe</servlet-name><url-pattern>/see</url-pattern></servlet-mapping>
<servlet-mapping><servlet-name>probe</servlet-name><url-pattern>/go</url-pattern></servlet-mapping>
<servlet-mapping><servlet-name>probe</servlet-name><url-pattern>/x</url-pattern></servlet-mapping>
</web-app>`;
