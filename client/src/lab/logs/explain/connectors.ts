import { through, type Event, type Trace } from './event';
import type { Found } from './found';
import { wordsOf } from './names';

const CONNECTOR = /\[(Connector\["?[^\]"]*"?\]|Connector\[[^\]]*\])\]?/;

/** `http-nio-8080` of `Failed to initialize component [Connector["http-nio-8080"]]`, in any language. */
export function connectorIn(message: string): { subject?: string } {
  const subject = CONNECTOR.exec(message)?.[1]
    ?.replace(/^Connector\["?/, '')
    .replace(/"?\]$/, '');
  return subject === undefined ? {} : { subject };
}

const STARTERS =
  /\.(?:LifecycleBase\.handleSubClassException|StandardService\.(?:initInternal|startInternal))$/;

/** A connector that dies of something else: TLS, mostly. */
export function readConnector({ record, traces }: Event, last: Trace): Found | undefined {
  const { subject } = connectorIn(record.message);
  if (subject === undefined || !STARTERS.test(record.logger ?? '')) return undefined;
  const isTls = traces.some(
    (trace) =>
      through(trace, 'AbstractJsseEndpoint') || through(trace, '.SSLUtil') || through(trace, 'SSLContext'),
  );
  return { failure: isTls ? 'tls' : 'connector-failed', subject, detail: wordsOf(last) };
}
