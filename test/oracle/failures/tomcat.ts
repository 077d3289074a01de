import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Tomcat } from '../tomcat/judge';

/** What is deployed as `/shop`. */
export interface App {
  readonly webXml?: string;
  readonly contextXml?: string;
  /** Classes of `shop` that are left out. */
  readonly without?: readonly string[];
  /** The text of each source, by which another build is made. */
  readonly change?: (source: string) => string;
  /** META-INF/web-fragment.xml of a jar in WEB-INF/lib. */
  readonly fragment?: string;
}

export interface NodeParts {
  readonly serverXml: string;
  readonly app?: App;
  readonly env?: Readonly<Record<string, string>>;
  /** Of `java`. */
  readonly options?: readonly string[];
  /** Lines of logging.properties. */
  readonly logging?: string;
  /** Other files, by their paths below the node's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

/** How a locale is asked for. */
export const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  English: ['-Duser.language=en', '-Duser.country=US'],
  Spanish: ['-Duser.language=es', '-Duser.country=ES'],
  French: ['-Duser.language=fr', '-Duser.country=FR'],
  Japanese: ['-Duser.language=ja', '-Duser.country=JP'],
  Korean: ['-Duser.language=ko', '-Duser.country=KR'],
  Chinese: ['-Duser.language=zh', '-Duser.country=CN'],
};

const LOGGING = `handlers = java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.level = ALL
java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
java.util.logging.ConsoleHandler.encoding = UTF-8
.level = INFO
org.apache.coyote.level = WARNING
org.apache.jasper.level = WARNING
`;

export const WEB_XML = (content = '<distributable/>'): string =>
  `<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1">${content}</web-app>\n`;

/** As catalina.sh opens them. */
const OPENED = ['java.lang', 'java.io', 'java.util', 'java.util.concurrent']
  .map((name) => `java.base/${name}`)
  .concat('java.rmi/sun.rmi.transport')
  .map((name) => `--add-opens=${name}=ALL-UNNAMED`);

/** Longest that a start, or a stop, may take. */
const PATIENCE = 180_000;
/** In any language, and in JSON. */
const STARTED = /catalina\.startup\.Catalina(?:\.start|", "method": "start",[^\n]*"message":) [^\n]*\d/;
/** Of a stack trace the frames that are kept: those of the thread's pool tell nothing. */
const FRAMES = 40;

/** A real Tomcat with a folder of its own. */
export class TomcatNode {
  private output = '';
  private child: ChildProcess | undefined;

  constructor(
    private readonly tomcat: Tomcat,
    private readonly folder: string,
    private readonly parts: NodeParts,
    private readonly language: string,
  ) {}

  /** Comes back when it has started, or has given up. */
  async start(): Promise<void> {
    this.write();
    const { home } = this.tomcat;
    const jars = ['bootstrap.jar', 'tomcat-juli.jar'].map((name) => join(home, 'bin', name));
    const child = spawn(
      'java',
      [
        '-XX:TieredStopAtLevel=1',
        '-Xmx128m',
        '-Djava.net.preferIPv4Stack=true',
        '-Duser.timezone=UTC',
        ...OPENED,
        ...(LANGUAGES[this.language] ?? []),
        ...(this.parts.options ?? []),
        `-Dcatalina.home=${home}`,
        `-Dcatalina.base=${this.folder}`,
        `-Djava.io.tmpdir=${this.folder}/temp`,
        `-Djava.util.logging.config.file=${this.folder}/conf/logging.properties`,
        '-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager',
        '-cp',
        jars.join(':'),
        'org.apache.catalina.startup.Bootstrap',
        'start',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8', ...this.parts.env } },
    );
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
    await this.until(() => child.exitCode !== null || STARTED.test(this.output));
  }

  /** Until the log has it; a minute at most. */
  async says(text: RegExp): Promise<void> {
    await this.until(() => text.test(this.output));
  }

  /** It hangs until it is released. */
  hold(): void {
    this.child?.kill('SIGSTOP');
  }

  release(): void {
    this.child?.kill('SIGCONT');
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill(signal);
    await Promise.race([ended, pause(PATIENCE)]);
  }

  /** What it has said; the folders of this machine are `/srv/tomcat` and `/opt/tomcat` there. */
  get log(): string {
    const { home } = this.tomcat;
    let frames = 0;
    return this.output
      .replaceAll(this.folder, '/srv/tomcat')
      .replaceAll(home, '/opt/tomcat')
      .split('\n')
      .filter((line) => {
        frames = /^\s+at /.test(line) ? frames + 1 : 0;
        return frames <= FRAMES && !line.startsWith('NOTE: Picked up');
      })
      .join('\n');
  }

  private async until(holds: () => boolean): Promise<void> {
    for (const end = Date.now() + PATIENCE; !holds() && Date.now() < end;) await pause(50);
  }

  private write(): void {
    const { folder, tomcat, parts } = this;
    for (const name of ['conf', 'logs', 'temp', 'work', 'webapps'])
      mkdirSync(join(folder, name), { recursive: true });
    const properties = readFileSync(join(tomcat.home, 'conf/catalina.properties'), 'utf8');
    const files: Record<string, string> = {
      'conf/catalina.properties': `${properties}\ntomcat.util.scan.StandardJarScanFilter.jarsToSkip=*tomcat*.jar,*catalina*.jar\n`,
      'conf/logging.properties': `${LOGGING}${parts.logging ?? ''}`,
      'conf/web.xml': WEB_XML(''),
      'conf/server.xml': parts.serverXml,
      ...parts.files,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    if (parts.app) this.deploy(parts.app);
  }

  private deploy({ webXml = WEB_XML(), contextXml, without = [], change, fragment }: App): void {
    const app = join(this.folder, 'webapps/shop');
    for (const name of ['META-INF', 'WEB-INF/classes', 'WEB-INF/lib'])
      mkdirSync(join(app, name), { recursive: true });
    writeFileSync(join(app, 'WEB-INF/web.xml'), webXml);
    if (contextXml !== undefined) writeFileSync(join(app, 'META-INF/context.xml'), contextXml);
    const sources = sourcesOf(this.tomcat, { without, ...(change && { change }) });
    cpSync(compiled(sources, this.tomcat), join(app, 'WEB-INF/classes'), { recursive: true });
    if (fragment === undefined) return;
    const inside = join(this.folder, 'temp/fragment');
    mkdirSync(join(inside, 'META-INF'), { recursive: true });
    writeFileSync(join(inside, 'META-INF/web-fragment.xml'), fragment);
    run('jar', ['cf', join(app, 'WEB-INF/lib/library.jar'), '-C', inside, '.']);
  }
}

const SOURCES = 'test/oracle/failures/shop';

/** The sources of the app by their names, in the namespace of the release. */
const sourcesOf = ({ version }: Tomcat, { without = [], change }: App): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(SOURCES)
      .filter((name) => !without.includes(name))
      .map((name) => {
        const text = readFileSync(join(SOURCES, name), 'utf8');
        const source = text.replaceAll('NAMESPACE', /^[89]\./.test(version) ? 'javax' : 'jakarta');
        return [name, change ? change(source) : source];
      }),
  );

/** Folders of classes by the sources that they are made of. */
const builds = new Map<string, string>();

function compiled(sources: ReadonlyMap<string, string>, { home }: Tomcat): string {
  const key = JSON.stringify([...sources]);
  const known = builds.get(key);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'tomcat-shop-'));
  for (const [name, text] of sources) writeFileSync(join(folder, name), text);
  run('javac', [
    '-nowarn',
    '-d',
    join(folder, 'classes'),
    '-cp',
    join(home, 'lib/servlet-api.jar'),
    ...[...sources.keys()].map((name) => join(folder, name)),
  ]);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  builds.set(key, join(folder, 'classes'));
  return join(folder, 'classes');
}

const run = (command: string, words: readonly string[]): unknown =>
  execFileSync(command, words, { stdio: 'pipe' });
