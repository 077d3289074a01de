import type { Texts } from '../../helpers/workspace';

export type Files = Readonly<Record<string, string>>;

/** What a layout arranges: the texts of the story, broken or healthy. */
export interface Parts {
  /** Two upstreams over `tomcat1` and `tomcat2`, for a file that stands in `http`. */
  readonly upstreams: string;
  /** The servers that lead to them. */
  readonly servers: string;
  readonly serverXml: string;
  readonly webXml: string;
  /** The Java sources by their names. */
  readonly java: Files;
  readonly pom: string;
}

export interface Layout {
  readonly title: string;
  readonly files: (parts: Parts) => Files;
  /** Where the story's five stand, as paths: the server.xml files, the web.xml, and the file with the servers. */
  readonly serverXmls: readonly string[];
  readonly webXml: string;
  readonly java: string;
  readonly nginx: string;
  readonly lab: LabOf;
}

/** What a lab must run, as the Compose project itself would. */
export interface LabOf {
  readonly nodes: readonly string[];
  /** Host port by port of nginx' container. */
  readonly ports: Readonly<Record<number, number>>;
  /** Where the nodes have the app. */
  readonly app: string;
}

const UPSTREAM = (name: string, port: number): string => `upstream ${name} {
    zone ${name} 64k;
    server tomcat1:${port};
    server tomcat2:${port};
}
`;

export function partsOf(sample: Texts): Parts {
  const text = (path: string): string => sample.get(path) ?? '';
  const from = 'app/src/main/java/com/example/login/';
  return {
    upstreams: UPSTREAM('http_stream', 8080) + UPSTREAM('https_stream', 8443),
    servers: text('nginx/conf.d/story.conf'),
    // No layout mounts the certificates.
    serverXml: text('tomcat/server.xml').replaceAll('"conf/certs/', '"/etc/certs/'),
    webXml: text('app/src/main/webapp/WEB-INF/web.xml'),
    java: Object.fromEntries(
      [...sample].flatMap(([path, java]) => (path.startsWith(from) ? [[path.slice(from.length), java]] : [])),
    ),
    pom: text('app/pom.xml'),
  };
}

export const MAIN = (http: string): string =>
  `worker_processes 1;\n\nevents {\n}\n\nhttp {\n    server_tokens off;\n${http}\n    include conf.d/*.conf;\n}\n`;

/** A Maven module that makes a WAR. */
export const mavenApp = (folder: string, { pom, webXml, java }: Parts): Files => ({
  [`${folder}/pom.xml`]: pom,
  [`${folder}/src/main/webapp/WEB-INF/web.xml`]: webXml,
  ...below(`${folder}/src/main/java/com/example/login`, java),
});

export const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

/** A Compose file of services, each given by its lines. */
export const compose = (
  services: Readonly<Record<string, readonly string[]>>,
  ...rest: readonly string[]
): string =>
  [
    'services:',
    ...Object.entries(services).flatMap(([name, lines]) => [
      `  ${name}:`,
      ...lines.map((line) => `    ${line}`),
    ]),
    ...rest,
    '',
  ].join('\n');

/** Two services that are alike but for their names. */
export const both = (lines: readonly string[]): Readonly<Record<string, readonly string[]>> => ({
  tomcat1: lines,
  tomcat2: lines,
});

export const list = (key: string, ...items: readonly string[]): readonly string[] => [
  `${key}:`,
  ...items.map((item) => `  - ${item}`),
];

export const PORTS = list('ports', '"80:80"', '"443:443"');
export const LAB: LabOf = { nodes: ['tomcat1', 'tomcat2'], ports: { 80: 80, 443: 443 }, app: 'ROOT' };
export const MAVEN = {
  webXml: 'app/src/main/webapp/WEB-INF/web.xml',
  java: 'app/src/main/java/com/example/login/LoginServlet.java',
};
