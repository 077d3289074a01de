import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { IGrammar } from 'vscode-textmate';
import { readLine } from '../../client/src/lab/logs/formats';
import type { Level } from '../../client/src/lab/logs/record';
import { loadGrammar } from '../languages/nginx/loadGrammar';

const tokens: Readonly<Record<Level, string>> = {
  error: 'token.error-token.log',
  warn: 'token.warn-token.log',
  info: 'token.info-token.log',
  debug: 'token.debug-token.log',
  trace: 'token.debug-token.log',
};

describe('the colours of a log', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('text.log.cluster-lab');
  });

  /** The text that a line gives to each level. */
  const coloured = (line: string): string[] =>
    grammar
      .tokenizeLine(line, null)
      .tokens.flatMap(({ startIndex, endIndex, scopes }) =>
        scopes.some((scope) => scope.startsWith('token.'))
          ? [`${scopes.at(-1)} ${line.slice(startIndex, endIndex)}`]
          : [],
      );

  it('know every name of a level that a JDK writes', () => {
    const names = readFileSync('client/src/lab/logs/levels.ts', 'utf8')
      .split('const byName')[0]!
      .matchAll(/'([^'\n]*[A-Z\p{L}][^'\n]*)'/gu);
    const all = [...names].flatMap(([, list = '']) => list.split('|')).filter((name) => name.length > 1);
    ok(all.length > 40);
    for (const name of all) {
      const line = `23-11월-2026 16:42:12.833 ${name} [main] a.B.c 말`;
      const record = readLine('tomcat', line);
      if (record.kind !== 'message' || record.logger === undefined) continue;
      deepEqual(coloured(line), [`${tokens[record.level]} ${name}`], line);
    }
  });

  it('are those of the level in a channel, in an error log and in an access log', () => {
    const lines: [string, string[]][] = [
      ['2026-11-23 16:42:12.833 [error] [nginx] no', ['token.error-token.log [error]']],
      ['2026-11-23 16:42:12.833 [warning] [tomcat1] [a.B.c] slow', ['token.warn-token.log [warning]']],
      ['2026-11-23 16:42:12.833 [info] said', ['token.info-token.log [info]']],
      [
        '2026-11-23 16:42:12.833 [warning] [access] GET / → 404 · nginx',
        ['token.warn-token.log [warning]', 'token.warn-token.log 404'],
      ],
      ['2026/11/23 16:42:12 [emerg] 1#1: no', ['token.error-token.log [emerg]']],
      ['nginx: [warn] no', ['token.warn-token.log [warn]']],
      [
        '172.17.0.1 - - [23/Nov/2026:16:42:12 +0000] "GET /a\\"b HTTP/1.1" 502 732 "-"',
        ['token.error-token.log 502'],
      ],
      [
        'ACCESS 2026-11-23T16:42:12.632Z 172.18.0.4 - "GET / HTTP/1.0" 200 7 3 AB',
        ['token.info-token.log 200'],
      ],
      [
        'Caused by: java.lang.IllegalStateException: no',
        ['token.error-token.log java.lang.IllegalStateException'],
      ],
      ['member duke said: 500', []],
    ];
    for (const [line, wanted] of lines) deepEqual(coloured(line), wanted, line);
  });

  it('step back in a stack trace', () => {
    const line = '\tat shop.LoginServlet.doPost(LoginServlet.java:33)';
    equal(grammar.tokenizeLine(line, null).tokens[0]?.scopes.at(-1), 'comment.log.frame');
  });
});
