import { deepEqual, equal, ok } from 'node:assert/strict';
import { readLine } from '../../client/src/lab/logs/formats';
import type { LogRecord } from '../../client/src/lab/logs/record';
import { describe as words } from '../../client/src/lab/logs/describe';

const invoke = 'org.apache.catalina.core.StandardWrapperValve.invoke';

/** Every line of a console in turn, as a channel reads them. */
function read(lines: readonly string[]): LogRecord[] {
  const records: LogRecord[] = [];
  for (const line of lines) records.push(readLine('tomcat', line, records.at(-1)));
  return records;
}

/** What a channel shows of a line. */
const shown = (program: 'nginx' | 'tomcat', line: string): { level: string; text: string } => {
  const record = readLine(program, line);
  return { level: record.level, text: words(record) };
};

describe('lines of a Tomcat console', () => {
  it('take their level from the name in the JDK’s language', () => {
    const lines: [string, string][] = [
      [`23-Nov-2026 16:42:12.632 SEVERE [http-nio-8080-exec-1] ${invoke} Servlet.service() threw`, 'error'],
      [`23-11월-2026 16:42:12.833 심각 [http-nio-8080-exec-1] ${invoke} 서블릿의 오류`, 'error'],
      [`23-11月-2026 16:42:12.836 重大 [main] ${invoke} サーブレット`, 'error'],
      [`23-11月-2026 16:42:12.838 严重 [main] ${invoke} 错误`, 'error'],
      [`23-Nov.-2026 16:42:12.840 SCHWERWIEGEND [main] ${invoke} Fehler`, 'error'],
      [`23-nov.-2026 16:42:12.842 GRAVE [main] ${invoke} erreur`, 'error'],
      [`23-Nov-2026 16:42:12.632 WARNING [main] a.B.c slow`, 'warn'],
      [`23-11월-2026 16:42:12.833 경고 [main] a.B.c 느림`, 'warn'],
      [`23-Nov-2026 16:42:12.632 INFO [main] a.B.c said`, 'info'],
      [`23-11月-2026 16:42:12.836 情報 [main] a.B.c 起動`, 'info'],
      [`23-Nov-2026 16:42:12.632 CONFIG [main] a.B.c said`, 'debug'],
      [`23-Nov-2026 16:42:12.632 FINE [main] a.B.c said`, 'debug'],
      [`23-11월-2026 16:42:12.833 가장 미세 [main] a.B.c 말`, 'trace'],
      [`23-Nov-2026 16:42:12.840 AM FEINSTEN [main] a.B.c sagt`, 'trace'],
      // Every other name of the JDK, as `java -Duser.language=` writes it.
      [`23-nov.-2026 16:42:12.840 AVERTISSEMENT [main] a.B.c dit`, 'warn'],
      [`23-nov.-2026 16:42:12.840 INFOS [main] a.B.c dit`, 'info'],
      [`23-nov.-2026 16:42:12.840 LE PLUS PRÉCIS [main] a.B.c dit`, 'trace'],
      [`23-nov-2026 16:42:12.840 ADVERTENCIA [main] a.B.c dice`, 'warn'],
      [`23-nov-2026 16:42:12.840 INFORMACIÓN [main] a.B.c dice`, 'info'],
      [`23-nov.-2026 16:42:12.840 ADVERTÊNCIA [main] a.B.c diz`, 'warn'],
      [`23-nov.-2026 16:42:12.840 O MAIS DETALHADO [main] a.B.c diz`, 'trace'],
      [`23-nov-2026 16:42:12.840 AVVERTENZA [main] a.B.c dice`, 'warn'],
      [`23-nov-2026 16:42:12.840 BUONO [main] a.B.c dice`, 'debug'],
      [`23-nov.-2026 16:42:12.840 ALLVARLIG [main] a.B.c säger`, 'error'],
      [`23-11月-2026 16:42:12.840 嚴重 [main] a.B.c 說`, 'error'],
      [`23-11月-2026 16:42:12.840 資訊 [main] a.B.c 說`, 'info'],
      [`23-11月-2026 16:42:12.840 非常详细 [main] a.B.c 说`, 'trace'],
    ];
    for (const [line, level] of lines) equal(readLine('tomcat', line).level, level, line);
  });

  it('are known by stamps of any locale: months of several words, other digits, other years', () => {
    const lines: [string, string][] = [
      ['23-de nov.-2026 16:42:12.632 WARNING [main] a.B.c lent', 'warn'],
      ['23-1-р сар-2026 04:05:06.000 WARNING [main] a.B.c удаан', 'warn'],
      ['٢٣-كانون الثاني-٢٠٢٦ ٠٤:٠٥:٠٦.٠٠٠ SEVERE [main] a.B.c خطأ', 'error'],
      ['23-11月-8 04:05:06.000 警告 [main] a.B.c 遅い', 'warn'],
    ];
    for (const [line, level] of lines) equal(readLine('tomcat', line).level, level, line);
  });

  it('keep logger, thread and message, and leave stamp and level to the channel', () => {
    deepEqual(
      shown(
        'tomcat',
        '23-Nov-2026 16:42:12.632 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [929] milliseconds',
      ),
      {
        level: 'info',
        text: '[o.a.c.startup.Catalina.start] [main] Server startup in [929] milliseconds',
      },
    );
  });

  it('know a thread whose name has brackets of its own', () => {
    equal(
      shown(
        'tomcat',
        '23-Nov-2026 17:45:10.891 INFO [Tribes-Task-Receiver[Catalina-Channel]-1] org.apache.catalina.tribes.io.BufferPool.getBufferPool Created a buffer pool with max size:[104857600] bytes of type: [org.apache.catalina.tribes.io.BufferPool]',
      ).text,
      '[o.a.c.t.io.BufferPool.getBufferPool] [Tribes-Task-Receiver[Catalina-Channel]-1] Created a buffer pool with max size:[104857600] bytes of type: [org.apache.catalina.tribes.io.BufferPool]',
    );
  });

  it('give a stack trace the level of its line, through messages of several lines, up to the next record', () => {
    const lines = read([
      `23-11월-2026 16:42:12.833 심각 [http-nio-8080-exec-1] ${invoke} 서블릿 [LoginServlet]`,
      '\tjava.lang.IllegalArgumentException: setAttribute: 직렬화할 수 없는 속성 [loginStatus]',
      '\t\tat org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1001)',
      '\tCaused by: java.lang.RuntimeException: inner',
      'second line of the message',
      '\t\t... 1 more',
      '23-11월-2026 16:42:13.001 정보 [main] a.B.c 다음',
    ]);
    deepEqual(
      lines.map(({ level, kind }) => `${level}${kind === 'more' ? '+' : ''}`),
      ['error', 'error+', 'error+', 'error+', 'error+', 'error+', 'info'],
    );
    equal(
      words(lines[1]!),
      '\tjava.lang.IllegalArgumentException: setAttribute: 직렬화할 수 없는 속성 [loginStatus]',
    );
  });

  it('keep the lines of an exception’s message together, whatever they look like, and tell two traces apart', () => {
    const kinds = read([
      '23-Nov-2026 16:42:12.833 SEVERE [main] a.B.c It fails',
      '\tjava.lang.RuntimeException: two causes:',
      'java.io.IOException: one of them',
      '\t\tat a.B.c(B.java:1)',
      'java.lang.IllegalStateException: printed by an app',
    ]).map(({ kind }) => kind);
    deepEqual(kinds, ['message', 'more', 'more', 'more', 'message']);
  });

  it('show a request with its status, session and time, and its path apart', () => {
    deepEqual(
      shown(
        'tomcat',
        'ACCESS 2026-11-23T16:42:12.632+00:00 172.18.0.4 - "GET /login.do?user=duke HTTP/1.1" 302 - 11873 5C2E9C8A3B1F4D7E9A0B1C2D3E4F5A6B',
      ),
      {
        level: 'info',
        text: '[access] GET /login.do?user=duke → 302 · session 5C2E9C8A3B1F4D7E9A0B1C2D3E4F5A6B · 172.18.0.4',
      },
    );
  });

  it('show a request without a session, with a user, with quotes, and with a failure', () => {
    const lines = read([
      'ACCESS 2026-11-23T16:42:12.632Z 172.18.0.4 - "GET /login.do_testOne HTTP/1.0" 404 732 3 -',
      'ACCESS 2026-11-23T16:42:12.632Z 172.18.0.4 duke "GET /a"b" HTTP/1.0" 200 7 3 AB',
      'ACCESS 2026-11-23T16:42:12.632Z 172.18.0.4 - "POST /login.do HTTP/1.1" 500 732 3 AB',
    ]);
    deepEqual(
      lines.map((line) => [line.level, words(line)]),
      [
        ['warn', '[access] GET /login.do_testOne → 404 · no session · 172.18.0.4'],
        ['info', '[access] GET /a"b" → 200 · session AB · 172.18.0.4 (duke)'],
        ['error', '[access] POST /login.do → 500 · session AB · 172.18.0.4'],
      ],
    );
  });

  it('stay one line, with pictures of what would break it', () => {
    const [line] = read(['10 %\r20 %\r2026-11-23 16:42:12.632 [error] [nginx] no\0\u001b[2K\tend']);
    equal(line && words(line), '10 %␍20 %␍2026-11-23 16:42:12.632 [error] [nginx] no␀\tend');
  });

  it('leave what an app prints as it is, without colours', () => {
    const lines = read([
      '23-Nov-2026 16:42:12.632 WARNING [main] a.B.c slow',
      '\u001b[31mmember\u001b[0m duke logged in',
      'NOTE: Picked up JDK_JAVA_OPTIONS: --add-opens=java.base/java.lang=ALL-UNNAMED',
    ]);
    deepEqual(
      lines.map((line) => [line.level, words(line)]),
      [
        ['warn', '[a.B.c] [main] slow'],
        ['info', 'member duke logged in'],
        ['info', 'NOTE: Picked up JDK_JAVA_OPTIONS: --add-opens=java.base/java.lang=ALL-UNNAMED'],
      ],
    );
  });
});

describe('lines of nginx', () => {
  it('take the level of the error log, and of what nginx says before its log is open', () => {
    const lines: [string, string, string][] = [
      [
        '2026/11/23 16:42:12 [error] 29#29: *1 connect() failed (113: No route to host) while connecting to upstream',
        'error',
        '[nginx] *1 connect() failed (113: No route to host) while connecting to upstream',
      ],
      [
        '2026/11/23 16:42:12 [warn] 29#29: *4 upstream server temporarily disabled',
        'warn',
        '[nginx] *4 upstream server temporarily disabled',
      ],
      [
        '2026/11/23 16:42:12 [notice] 1#1: start worker process 29',
        'info',
        '[nginx] start worker process 29',
      ],
      ['2026/11/23 16:42:12 [debug] 29#29: *1 http upstream', 'debug', '[nginx] *1 http upstream'],
      [
        'nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/nginx.conf:24',
        'error',
        '[nginx] unknown directive "proxy_pas" in /etc/nginx/nginx.conf:24',
      ],
    ];
    for (const [line, level, text] of lines) deepEqual(shown('nginx', line), { level, text });
  });

  it('show a request and its status', () => {
    const record = readLine(
      'nginx',
      '172.17.0.1 - - [23/Nov/2026:16:42:12 +0000] "GET /login.do_testOne HTTP/1.1" 404 732 "-" "curl/7.88.1" "-"',
    );
    equal(words(record), '[access] GET /login.do_testOne → 404 · 172.17.0.1 · 732 bytes · "curl/7.88.1"');
    equal(record.level, 'warn');
    equal(record.kind === 'request' && record.path, '/login.do_testOne');
  });

  it('show where the lab’s nginx passed a request to, and its session', () => {
    const { text } = shown(
      'nginx',
      '172.18.0.1 - - [23/Nov/2026:16:42:12 +0000] "GET / HTTP/1.1" 200 512 upstream=172.18.0.3:8080, 172.18.0.2:8080 session=5C2E time=3.012',
    );
    equal(
      text,
      '[access] GET / → 200 · upstream 172.18.0.3:8080, 172.18.0.2:8080 · session 5C2E · 3012 ms · 172.18.0.1',
    );
  });

  it('are requests whatever a client has sent as its name and as its session', () => {
    const head = `172.18.0.1 - u v [29/Nov/2026 [23/Nov/2026:16:42:12 +0000] "GET / HTTP/1.1" 200 512`;
    const record = readLine(
      'nginx',
      `${head} upstream=172.18.0.2:8080 session=\\x22a b\\x22 upstream=1.2.3.4:80 session=z time=9 time=0.004`,
    );
    ok(record.kind === 'request');
    deepEqual(
      [record.user, record.upstreams, record.session, record.milliseconds],
      ['u v [29/Nov/2026', ['172.18.0.2:8080'], '\\x22a b\\x22 upstream=1.2.3.4:80 session=z time=9', 4],
    );
  });

  it('are read in no time, whatever a client has sent', () => {
    const begun = performance.now();
    const line = `172.18.0.1 - - [23/Nov/2026:16:42:12 +0000] "GET / HTTP/1.1" 200 512 upstream=`;
    const { kind } = readLine('nginx', line + ' session=x time=y'.repeat(15_000));
    equal(kind, 'request');
    ok(performance.now() - begun < 1_000);
  });

  it('that a request has broken are one message, as long as one of nginx can be', () => {
    const path = '2026/11/23 16:42:12 [error] 29#29: *1 open() "/usr/share/nginx/html/a';
    const forged =
      '2026/11/23 16:42:12 [emerg] 7#7: bind() to 0.0.0.0:80 failed (98: Address already in use)';
    const end = '" failed (2: No such file or directory), client: 172.18.0.1, server: , request: "GET /a%0a';
    const next = '2026/11/23 16:42:13 [notice] 1#1: signal process started';
    const kinds = (...lines: string[]): string[] => {
      const records: LogRecord[] = [];
      for (const line of lines) records.push(readLine('nginx', line, records.at(-1)));
      return records.map(({ kind }) => kind);
    };
    deepEqual(kinds(path, forged, end, next), ['message', 'more', 'more', 'message']);
    deepEqual(kinds(path, '[cluster-lab] It is back.', forged, end, next), [
      'message',
      'more',
      'more',
      'more',
      'message',
    ]);
    deepEqual(kinds(`${path} failed`, 'x'.repeat(1900), forged, next), [
      'message',
      'more',
      'more',
      'message',
    ]);
    deepEqual(kinds('2026/11/23 16:42:12 [alert] 29#29: *3 open socket #12 left in connection 7', next), [
      'message',
      'message',
    ]);
  });

  it('mark a request that nginx could not serve', () => {
    equal(
      shown('nginx', '::1 - - [23/Nov/2026:16:42:12 +0000] "GET / HTTP/1.1" 502 157 "-" "-"').level,
      'error',
    );
  });

  it('leave what the entry point of the image says', () => {
    const line = '/docker-entrypoint.sh: Configuration complete; ready for start up';
    deepEqual(shown('nginx', line), { level: 'info', text: line });
  });
});
