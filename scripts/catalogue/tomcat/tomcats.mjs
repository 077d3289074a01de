// Real Tomcats: got from Maven Central, and asked what they take in their files.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { compare } from '../releases.mjs';

/** The newest release of each line that Maven Central has in a form that the dependency plugin finds. */
export const NEWEST = ['8.5.100', '9.0.117', '10.1.60', '11.0.25'];

/** Where they are kept. */
export const TOMCATS = resolve('.tools/catalogue/tomcat');

/** The folder of a Tomcat's binary distribution; downloaded by Maven's dependency plugin where it is missing. */
export function tomcatOf(folder, version) {
  const home = join(folder, `apache-tomcat-${version}`);
  if (existsSync(home)) return home;
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads, { recursive: true });
  const tar = join(downloads, `tomcat-${version}.tar.gz`);
  if (!existsSync(tar)) {
    execFileSync(
      'mvn',
      [
        '-q',
        '-B',
        'dependency:copy',
        `-Dartifact=org.apache.tomcat:tomcat:${version}:tar.gz`,
        `-DoutputDirectory=${downloads}`,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }
  const unpacked = join(folder, `unpacked-${process.pid}`);
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked);
  execFileSync('tar', ['-C', unpacked, '-xzf', tar]);
  renameSync(join(unpacked, `apache-tomcat-${version}`), home);
  rmSync(unpacked, { recursive: true });
  return home;
}

/** The class path of a Tomcat: its own jars. */
export const classPathOf = (home) =>
  ['bin', 'lib']
    .flatMap((name) => readdirSync(join(home, name)).map((file) => join(home, name, file)))
    .filter((path) => path.endsWith('.jar'))
    .toSorted(compare)
    .join(':');

/** What a Tomcat takes, as Dump.java says; kept in `folder` until Dump.java changes. */
export async function dump(home, folder) {
  const program = join(import.meta.dirname, 'Dump.java');
  const key = createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 12);
  const kept = join(folder, `${basename(home)}-${key}.json`);
  if (!existsSync(kept)) {
    const machines = [
      { processors: '1', zone: 'UTC', language: 'en' },
      { processors: '3', zone: 'Asia/Tokyo', language: 'fr' },
    ];
    const [one, other] = await Promise.all(machines.map((machine) => ask(home, folder, program, machine)));
    writeFileSync(kept, JSON.stringify(withoutMachine(one, other)));
  }
  return JSON.parse(readFileSync(kept, 'utf8'));
}

async function ask(home, folder, program, { processors, zone, language }) {
  const place = join(folder, 'work', processors);
  mkdirSync(place, { recursive: true });
  const properties = {
    'user.home': place,
    'user.timezone': zone,
    'user.language': language,
    'java.io.tmpdir': place,
    'catalina.home': place,
    'catalina.base': place,
  };
  const { stdout } = await promisify(execFile)(
    'java',
    [
      `-XX:ActiveProcessorCount=${processors}`,
      ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
      '-cp',
      classPathOf(home),
      program,
    ],
    { cwd: place, maxBuffer: 1 << 28 },
  );
  return JSON.parse(stdout);
}

/** A default that differs from machine to machine is none. */
function withoutMachine(one, other) {
  const others = new Map(other.classes.map((its) => [its.name, its]));
  for (const { name: owner, attributes = {} } of one.classes) {
    for (const [name, attribute] of Object.entries(attributes)) {
      if (others.get(owner)?.attributes?.[name]?.default !== attribute.default) delete attribute.default;
    }
  }
  return one;
}
