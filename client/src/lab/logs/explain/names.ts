import { ownFrame, type Trace } from './event';
import type { Cause } from './found';

/** Type and method of a logger: `StandardContext.startInternal`. */
export const methodOf = (logger: string): string => {
  const at = logger.lastIndexOf('.', logger.lastIndexOf('.') - 1);
  return logger.slice(at + 1);
};

/** `FileNotFoundException: conf/keystore.p12 (No such file or directory)`. */
export const wordsOf = ({ type, message }: Trace): string =>
  `${type.split('.').at(-1)}${message === '' ? '' : `: ${message.trim().replace(/\.$/, '')}`}`;

export function causeIn(trace: Trace): Cause | undefined {
  const frame = ownFrame(trace.frames);
  return frame && { kind: 'frame', ...frame };
}

/** `10.0.0.7:4000` of a member, however Tribes writes it; else what is there. */
export function nameOf(text: string): string {
  const [, host, port] = /tcp:\/\/(\{[^}]*\}|[^:\]]+):(\d+)/.exec(text) ?? [];
  if (host === undefined) return text;
  const address = host.startsWith('{')
    ? host
        .slice(1, -1)
        .split(',')
        .map((byte) => Number(byte) & 255)
        .join('.')
    : host;
  return `${address}:${port}`;
}

/** The last part of a path that tells which file it is: the app with it. */
export const shortPath = (path: string): string =>
  /[^/]+\/(?:WEB-INF|META-INF)\/[^/]+$/.exec(path)?.[0] ?? path.split('/').at(-1) ?? path;

/** The app of a folder, an archive or a descriptor, as Tomcat derives its path: `shop#admin.xml` is /shop/admin. */
export function appOf(file: string): string {
  const name = /[^/\\]+[/\\]([^/\\]+?)(?:\.xml|\.war)?[/\\]?$/.exec(file)?.[1];
  return name === undefined ? file || '/' : name === 'ROOT' ? '/' : `/${name.replaceAll('#', '/')}`;
}

/** The innermost exception that tells more than that a component did not start. */
export const tellingOf = (traces: readonly Trace[]): Trace | undefined =>
  traces.findLast(
    ({ type, frames: [frame = ''] }) =>
      !/\.(?:LifecycleException|IllegalStateException)$/.test(type) ||
      !/\.(?:LifecycleBase|ContainerBase)\./.test(frame),
  );
