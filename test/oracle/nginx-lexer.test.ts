import assert from 'node:assert/strict';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import type { NginxFault } from '../../server/src/languages/nginx/tree';
import { syntax } from '../../server/src/rules/nginx/syntax';
import { readCases } from '../helpers/cases/cases';
import { render } from '../helpers/cases/render';
import { families, names } from './generate';
import { judge, type Verdict } from './nginx';

/** What nginx's lexer and parser say, and no module of it does. */
const lexical = /^(unexpected "[\s\S]"|unexpected end of file, expecting .*|too long parameter[\s\S]*)$/;

/** What we say and what nginx says, in nginx's bytes: it quotes single bytes, cutting characters apart. */
function sameWords(ours: string, theirs: string): boolean {
  const bytes = Buffer.from(ours).toString('latin1');
  const character = /^unexpected "([\s\S])[\s\S]*"$/.exec(bytes)?.[1];
  if (character !== undefined) return theirs === `unexpected "${character}"`;
  const prefix = /^too long parameter "([\s\S]*)\.\.\." started$/.exec(bytes)?.[1];
  if (prefix !== undefined) {
    const quoted = /^too long parameter "([\s\S]*)\.\.\." started$/.exec(theirs)?.[1];
    return quoted?.length === 10 && quoted.startsWith(prefix);
  }
  return bytes === theirs;
}

type Comparison = 'agree' | 'disagree' | 'undecided';

function compare(ours: NginxFault | undefined, { message, line }: Verdict): Comparison {
  const same =
    ours !== undefined && message !== undefined && sameWords(ours.nginx, message) && ours.line === line;
  if (same) return 'agree';
  if (message !== undefined && lexical.test(message)) return 'disagree';
  if (message === undefined || line === undefined) return ours ? 'disagree' : 'agree';
  // A module stopped nginx before the end of the file: it had nothing to say of what stands further up.
  return ours && ours.line < line ? 'disagree' : 'undecided';
}

describe('nginx lexer, judged by nginx -t', function () {
  this.timeout(120_000);

  let decided = 0;
  let refused = 0;
  let undecided = 0;

  for (const { name, texts } of families(20201221)) {
    it(`agrees on ${texts.length} files: ${name}`, async () => {
      const verdicts = await judge(texts);
      const disagreements: string[] = [];
      for (const [index, verdict] of verdicts.entries()) {
        const text = texts[index] ?? '';
        const [ours] = parseNginx(text).faults;
        const comparison = compare(ours, verdict);
        if (comparison === 'undecided') undecided++;
        else decided++;
        if (verdict.message !== undefined && lexical.test(verdict.message)) refused++;
        if (comparison === 'disagree') {
          const told = ours ? `${ours.line}: ${ours.nginx}` : 'nothing';
          const shown = JSON.stringify(text.length > 600 ? `${text.slice(0, 600)}…` : text);
          disagreements.push(
            `${shown}\n  we say ${told}\n  nginx says ${verdict.line}: ${verdict.message ?? 'ok'}`,
          );
        }
      }
      assert.deepEqual(disagreements, []);
    });
  }

  it('agrees on the cases of nginx/syntax, broken and mended', async () => {
    // Debian's nginx has no Lua.
    const broken = (await readCases('nginx/syntax')).filter(
      ({ section, isValid }) => !isValid && !section.name.startsWith('lua'),
    );
    assert.ok(broken.length > 0);
    const texts = broken.map((one) => one.texts.get('nginx.conf') ?? '');
    for (const [index, { message, line, output }] of (await judge(texts)).entries()) {
      const name = broken[index]?.section.name;
      const [ours] = parseNginx(texts[index] ?? '').faults;
      assert.ok(ours && message !== undefined, `${name}: ${output}`);
      // Where a brace is missing, or one too many, it may stop at what cannot stand there, before that.
      const stopsEarlier = name?.includes('brace') && message.endsWith('is not allowed here');
      const isSame = sameWords(ours.nginx, message) && ours.line === line;
      assert.ok(isSame || stopsEarlier, `${name}: ${line}: ${message}`);
    }
    const mended = broken.map((one) => render(syntax, one).fixed).filter(({ count }) => count > 0);
    assert.ok(mended.length > 0);
    const verdicts = await judge(mended.map((fixed) => fixed.texts.get('nginx.conf') ?? ''));
    for (const [index, { accepted, output }] of verdicts.entries()) {
      assert.ok(accepted, `${mended[index]?.texts.get('nginx.conf')}\n${output}`);
    }
  });

  it('reads names as nginx does', async () => {
    const spelled = names(20201222);
    const verdicts = await judge(spelled.map((name) => `${name} x;\n`));
    for (const [index, { message }] of verdicts.entries()) {
      const [directive] = parseNginx(`${spelled[index] ?? ''} x;\n`).directives;
      const value = Buffer.from(directive?.name.value ?? '').toString('latin1');
      assert.equal(message, `unknown directive "${value}"`, spelled[index]);
    }
  });

  it('decides enough of them', () => {
    const total = decided + undecided;
    process.stdout.write(
      `      ${decided} of ${total} files decided, ${refused} of them refused by nginx's lexer; ${undecided} stopped at a module\n`,
    );
    assert.ok(decided >= 500, `${decided} files were decided`);
    assert.ok(refused >= 250, `nginx's lexer refused ${refused}`);
    assert.ok(undecided <= total / 10, `${undecided} of ${total} were not decided`);
  });
});
