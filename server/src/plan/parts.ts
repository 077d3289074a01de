import { t } from '@vscode/l10n';
import { CATALINA_HOME } from '../cluster/images';
import { join } from '../languages/text/paths';
import type { Adaptation, ContainerPlan, Entry, FilePlan } from '../protocol';

export const NGINX_CONF = '/etc/nginx';
/** Used where neither the wishes nor the workspace name an image. */
export const DEFAULT_IMAGES = { nginx: 'nginx:1.28', tomcat: 'tomcat:10.1' } as const;

export const NODE_MEMORY = 512 * 1024 * 1024;
export const NGINX_MEMORY = 128 * 1024 * 1024;

/** A plan of one container with what was changed for it. */
export interface Part {
  readonly container: ContainerPlan;
  readonly adaptations: readonly Adaptation[];
}

/**
 * The second access log of every node, on its console: time, host, user, request, status, bytes, duration, session. The
 * stock valve writes to a file, buffered, and without the session.
 */
export const ACCESS_VALVE =
  '<Valve className="org.apache.catalina.valves.AccessLogValve" directory="/dev" prefix="stdout" suffix="" ' +
  'fileDateFormat="" rotatable="false" buffered="false" ' +
  `pattern="ACCESS %{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}t %h %u &quot;%r&quot; %s %b %D %S"/>`;

/** nginx's own `combined` up to the bytes, then where the request went and with which session. */
export const NGINX_LOG_FORMAT =
  'log_format cluster_lab \'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent ' +
  "upstream=$upstream_addr session=$cookie_JSESSIONID time=$request_time';";
export const NGINX_ACCESS_LOG = 'access_log /dev/stdout cluster_lab;';

/** With Tomcat's stock logging.properties an exception of the app is in a file and not on the console. */
export const LOGGING_PROPERTIES = `handlers = java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.level = ALL
java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
java.util.logging.ConsoleHandler.encoding = UTF-8
`;

const loggingFile = (base: string): string => `${base}/conf/lab-logging.properties`;

/** Faster starts of a short-lived JVM: a third less time, measured on Tomcat 10.1. */
const JVM_OPTIONS = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData';

/** Where a node of the lab looks for its apps. */
export interface AppFolder {
  /** Its CATALINA_BASE. */
  readonly base: string;
  /** The folder there, or an absolute path. */
  readonly appBase: string;
}

/** The folder's path. */
export const appsIn = ({ base, appBase }: AppFolder): string => join(base, appBase);

export const STOCK_APPS: AppFolder = { base: CATALINA_HOME, appBase: 'webapps' };

/** What every node gets beside the user's files. */
export function labFiles(probePath: string, folder: AppFolder): FilePlan[] {
  return [
    { target: loggingFile(folder.base), content: { kind: 'text', text: LOGGING_PROPERTIES } },
    { target: `${appsIn(folder)}${probePath}`, content: { kind: 'asset', name: 'probe' } },
  ];
}

/** What Compose sets and what can be told from the file alone: a value with `${…}` depends on the user's shell. */
export const knownEnvironment = (
  own: ReadonlyMap<string, string | undefined>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...own].filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[1].includes('${')),
  );

/** Environment of a node; `own` is the user's, which wins but for the options of the JVM, which are joined. */
export function nodeEnvironment(
  name: string,
  own: ReadonlyMap<string, string | undefined>,
  base = CATALINA_HOME,
): Record<string, string> {
  const logging = `-Djava.util.logging.config.file=${loggingFile(base)}`;
  const { CATALINA_OPTS: options = '', ...rest } = knownEnvironment(own);
  return {
    // Tomcat before 9.0.44 and 10.0.3 reads LOGGING_CONFIG (bin/catalina.sh).
    LOGGING_CONFIG: logging,
    CATALINA_LOGGING_CONFIG: logging,
    ...rest,
    CATALINA_OPTS: `-Dlab.node=${name} ${JVM_OPTIONS} ${options}`.trim(),
  };
}

/** One entry a published port. */
export const entriesOf = ({ name, ports }: ContainerPlan): Entry[] =>
  ports.map(({ container, scheme }) => ({
    title: `${name}, ${scheme.toUpperCase()}`,
    container: name,
    port: container,
    scheme,
    path: '/',
  }));

export const nodeAdaptations = (): readonly Adaptation[] => [
  {
    id: 'probe',
    title: t('A small context next to the app reports which sessions each node holds'),
    file: null,
  },
  { id: 'console-log', title: t("The app's exceptions are also written to the console"), file: null },
  { id: 'jvm-options', title: t('The JVM starts with options that make short runs faster'), file: null },
];
