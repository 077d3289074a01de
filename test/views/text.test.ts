import { deepEqual, equal } from 'node:assert/strict';
import type { SessionEntry } from '../../client/src/lab/lab';
import { groupSessions } from '../../client/src/features/sessions/group';
import { sessionTable, type Words } from '../../client/src/features/sessions/text';

const words: Words = {
  role: 'role',
  primary: 'primary',
  backup: 'backup',
  notReplicated: 'not replicated',
  manager: 'manager',
  created: 'created',
  lastUsed: 'last used',
  notHere: '(does not hold it)',
  silent: '(does not answer)',
  missing: '(missing)',
  values: 'Values',
};

const entry = (primary: boolean, attributes: Record<string, string>): SessionEntry => ({
  id: '9A3F.tomcat1',
  created: 0,
  lastAccessed: 1000,
  primary,
  attributes: Object.entries(attributes).map(([name, value]) => ({ name, type: 'java.lang.String', value })),
});

const on = (node: string, ...sessions: SessionEntry[]) => ({
  node,
  contexts: [
    {
      path: '/shop',
      manager: 'DeltaManager',
      started: 0,
      count: sessions.length,
      owned: sessions.length,
      sessions,
    },
  ],
});

describe('the text of a session', () => {
  it('has the nodes side by side, marks what differs, and lets no value break its lines', () => {
    const long = 'x'.repeat(60);
    const [session] = groupSessions([
      on('tomcat1', entry(true, { user: 'duke', 'a\nb': '\u202Eevil\u0007', long })),
      on('tomcat2', entry(false, { 'a\nb': '\u202Eevil\u0007', long })),
      on('tomcat3'),
    ]);
    equal(
      session && `${sessionTable(session, words).join('\n')}\n`,
      `              tomcat1                                    tomcat2                                    tomcat3
  role        primary                                    backup                                     (does not hold it)
  manager     DeltaManager                               DeltaManager
  created     1970-01-01T00:00:00.000Z                   1970-01-01T00:00:00.000Z
  last used   1970-01-01T00:00:01.000Z                   1970-01-01T00:00:01.000Z
= a\\nb        \\u202eevil\\u0007                           \\u202eevil\\u0007
= long        ${'x'.repeat(39)}…   ${'x'.repeat(39)}…
≠ user        duke                                       (missing)

Values
  a\\nb
    tomcat1  java.lang.String  \\u202eevil\\u0007
    tomcat2  java.lang.String  \\u202eevil\\u0007

  long
    tomcat1  java.lang.String  ${long}
    tomcat2  java.lang.String  ${long}

  user
    tomcat1  java.lang.String  duke
`,
    );
  });

  it('stays aligned where characters are drawn wide, and leaves an emoji whole', () => {
    const value = { 회원: '듀크', mood: '👩‍💻 ok' };
    const [session] = groupSessions([on('tomcat1', entry(true, value)), on('tomcat2', entry(false, value))]);
    deepEqual(session && sessionTable(session, words).slice(5, 7), [
      '= mood        👩‍💻 ok                      👩‍💻 ok',
      '= 회원        듀크                       듀크',
    ]);
  });
});
