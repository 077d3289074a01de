import assert from 'node:assert/strict';
import { explanationsOf, readCorpus, summaryOf } from './corpus';

const STAMP = '2026-11-29T12:00:01.123456789Z';
/** Ways on which a line of a log may come. */
const ways: Readonly<Record<string, (line: string) => string>> = {
  'docker compose logs': (line) => `tomcat1  | ${line}`,
  'docker compose logs -t': (line) => `tomcat-1  | ${STAMP} ${line}`,
  'a file of json-file': (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: STAMP }),
  'kubectl logs --timestamps': (line) => `${STAMP} ${line}`,
  'kubectl logs --prefix': (line) => `[pod/tomcat-0/tomcat] ${line}`,
  'kubectl logs --prefix --timestamps': (line) => `[pod/tomcat-0/tomcat] ${STAMP} ${line}`,
  'a file of a container runtime': (line) => `${STAMP} stdout F ${line}`,
  journalctl: (line) => `Nov 29 12:00:01 shop1 tomcat9[4711]: ${line}`,
  'journalctl -o short-iso': (line) => `2026-11-29T12:00:01+0900 shop1 tomcat@1.service[4711]: ${line}`,
  'a terminal': (line) => `\u001b[31m${line}\u001b[0m`,
  Windows: (line) => `${line}\r`,
};

describe('logs on their way', () => {
  const sections = readCorpus();

  for (const [name, wrap] of Object.entries(ways))
    it(`say the same after ${name}`, () => {
      for (const { file, title, log, expected } of sections) {
        const wrapped = log.trimEnd().split('\n').map(wrap).join('\n');
        assert.equal(summaryOf(explanationsOf(wrapped)), expected, `${file} ${title}`);
      }
    });
});

const TRACE = [
  'java.io.NotSerializableException: shop.RsaKey',
  '\tat java.base/java.io.ObjectOutputStream.writeObject0(ObjectOutputStream.java:1187)',
  '\tat org.apache.catalina.ha.session.DeltaRequest.serialize(DeltaRequest.java:337)',
];
const MESSAGE = 'Unable to serialize delta request for sessionid [A1]';
const LOGGER = 'org.apache.catalina.ha.session.DeltaManager';

/** Layouts of loggers, each with the same message and stack trace. */
const layouts: Readonly<Record<string, readonly string[]>> = {
  'Logback as it is': [`12:00:01.123 [exec-1] ERROR o.a.c.ha.session.DeltaManager - ${MESSAGE}`, ...TRACE],
  'Log4j 1': [`2026-11-29 12:00:01,123 ERROR [exec-1] ${LOGGER} - ${MESSAGE}`, ...TRACE],
  'Log4j 2 without milliseconds': [`2026-11-29 12:00:01 [exec-1] ERROR ${LOGGER} - ${MESSAGE}`, ...TRACE],
  'Spring Boot 3': [
    `2026-11-29T12:00:01.123+09:00 ERROR 1 --- [shop] [exec-1] o.a.c.ha.session.DeltaManager : ${MESSAGE}`,
    '',
    ...TRACE,
  ],
  'JSON of Logstash': [
    JSON.stringify({
      '@timestamp': '2026-11-29T12:00:01.123Z',
      level: 'ERROR',
      logger_name: LOGGER,
      thread_name: 'exec-1',
      message: MESSAGE,
      stack_trace: TRACE.join('\n'),
    }),
  ],
  'JSON of Elastic': [
    JSON.stringify({
      '@timestamp': '2026-11-29T12:00:01.123Z',
      'log.level': 'ERROR',
      message: MESSAGE,
      log: { logger: LOGGER },
      error: { stack_trace: TRACE.join('\n') },
    }),
  ],
  'JSON in a file of json-file': [
    JSON.stringify({
      log: `${JSON.stringify({ level: 'SEVERE', logger: LOGGER, message: MESSAGE, exception: TRACE })}\n`,
      time: STAMP,
    }),
  ],
};

describe('layouts of loggers', () => {
  for (const [name, lines] of Object.entries(layouts))
    it(name, () =>
      assert.deepEqual(
        explanationsOf(lines.join('\n')).map(({ failure, subject }) => `${failure} ${subject}`),
        ['replication-not-serializable shop.RsaKey'],
      ),
    );

  it('JSON that is no log, or is cut off, is text', () => {
    assert.deepEqual(
      explanationsOf(`{"message": "${MESSAGE}"}\n{"log":"x\n{"level":"ERROR","message":5}\n{}`),
      [],
    );
  });
});
