import { deepEqual, ok } from 'node:assert/strict';
import { ForeignReader } from '../../client/src/lab/logs/foreign';
import { LONGEST_LINE } from '../../client/src/lab/logs/frames';

const HEAD = '2026-11-29 12:00:00.000  INFO ';

describe('a line of somebody else’s log', () => {
  it('has thread and logger apart, also a logger with brackets in its name', () => {
    const { record } = new ForeignReader().read(
      `${HEAD}1 --- [shop] [nio-exec-1] o.a.c.c.C.[Tomcat].[localhost].[/]  : Initializing`,
    );
    deepEqual(record, {
      kind: 'message',
      level: 'info',
      time: '2026-11-29 12:00:00.000',
      logger: 'o.a.c.c.C.[Tomcat].[localhost].[/]',
      thread: 'nio-exec-1',
      from: 'logger',
      message: 'Initializing',
    });
  });

  it('belongs to the unit that journald names, whatever another writes between', () => {
    const reader = new ForeignReader();
    const read = (unit: string, text: string): string => {
      const { source, record } = reader.read(`Nov 29 12:00:01 host ${unit}[4711]: ${text}`);
      return `${source} ${record.kind} ${record.level}`;
    };
    deepEqual(
      [
        read('tomcat9', '29-Nov-2026 12:00:01.000 SEVERE [main] a.B.c It fails'),
        read('cron', 'a job'),
        read('tomcat9', 'java.lang.IllegalStateException: it fails'),
      ],
      ['host tomcat9 message error', 'host cron message info', 'host tomcat9 more error'],
    );
  });

  it('is read in no time, however many brackets it has', () => {
    const begun = performance.now();
    for (const part of ['[a]', '[a] ', '[', 'a.', ' '])
      new ForeignReader().read(HEAD + part.repeat(LONGEST_LINE / part.length));
    ok(performance.now() - begun < 2_000);
  });
});
