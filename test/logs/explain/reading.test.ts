import assert from 'node:assert/strict';
import { headOf, readLog } from '../../../client/src/features/explain/reading';
import { Explainer } from '../../../client/src/lab/logs/explain';
import { ForeignReader } from '../../../client/src/lab/logs/foreign';

const START =
  '29-Nov-2026 12:00:00.000 INFO [main] org.apache.catalina.core.StandardService.startInternal Starting service [Catalina]';
const READY =
  '29-Nov-2026 12:00:01.000 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [929] milliseconds';
const REFUSED = [
  '29-Nov-2026 12:30:03.266 SEVERE [exec-1] org.apache.catalina.core.StandardWrapperValve.invoke Servlet.service() threw exception',
  '\tjava.lang.IllegalArgumentException: setAttribute: Non-serializable attribute [key]',
  '\t\tat org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1001)',
  '\t\tat shop.LoginServlet.doPost(LoginServlet.java:33)',
];

const read = (...lines: string[]) => readLog(lines, { Explainer, ForeignReader });

describe('a log in an editor', () => {
  it('folds each message with its stack trace', () => {
    const { entries } = read(START, ...REFUSED, READY, ...REFUSED, '');
    assert.deepEqual(
      entries.map(({ start, end }) => ({ start, end })),
      [
        { start: 1, end: 4 },
        { start: 6, end: 9 },
      ],
    );
    assert.deepEqual(
      [0, 1, 4, 5, 6, 9].map((line) => headOf(entries, line)),
      [0, 1, 1, 5, 6, 6],
    );
  });

  it('has its starts in the outline, and which of them came to an end', () => {
    const { starts } = read(
      START,
      READY,
      START,
      '2026/11/29 12:00:02 [notice] 1#1: start worker processes',
      'tomcat2  | ' + START,
    );
    assert.deepEqual(
      starts.map(({ program, line, ready, source }) => [program, line, ready, source]),
      [
        ['tomcat', 0, true, ''],
        ['tomcat', 2, false, ''],
        ['nginx', 3, true, ''],
        ['tomcat', 4, false, 'tomcat2'],
      ],
    );
  });

  it('explains each message that tells of a failure', () => {
    const { told, explanations } = read(START, ...REFUSED, READY, ...REFUSED);
    assert.deepEqual(
      [...told],
      [
        [1, 0],
        [6, 0],
      ],
    );
    assert.equal(explanations[0]?.count, 2);
  });
});
