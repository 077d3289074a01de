import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IGrammar } from 'vscode-textmate';
import { INITIAL } from 'vscode-textmate';
import { parseNginx } from '../../../server/src/languages/nginx/parser';
import type { NginxDocument } from '../../../server/src/languages/nginx/tree';
import { walk } from '../../../server/src/languages/nginx/walk';
import { families } from '../../oracle/generate';
import { loadGrammar } from './loadGrammar';

const folder = 'test/languages/nginx/grammar';

/** The scopes of every character of a text. */
function scopesOf(grammar: IGrammar, text: string): (readonly string[])[] {
  const all: (readonly string[])[] = [];
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const { startIndex, endIndex, scopes } of tokens) {
      for (let i = startIndex; i < Math.min(endIndex, line.length); i++) all.push(scopes);
    }
    // For the line feed.
    all.push([]);
    stack = ruleStack;
  }
  return all;
}

/** Each line, and below it the innermost scopes of its parts. */
function snapshot(grammar: IGrammar, text: string): string {
  const out: string[] = [];
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    out.push(`>${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      if (line.slice(startIndex, endIndex).trim() === '') continue;
      const end = Math.min(endIndex, line.length);
      out.push(
        `#${' '.repeat(startIndex)}${'^'.repeat(Math.max(1, end - startIndex))} ${scopes.slice(1).join(' ')}`,
      );
    }
    stack = ruleStack;
  }
  return `${out.join('\n')}\n`;
}

/** Where the grammar and the parser read a text differently: names, comments, ends of directives and braces. */
function differences(grammar: IGrammar, document: NginxDocument): string[] {
  const { text } = document;
  const scopes = scopesOf(grammar, text);
  const found: string[] = [];
  const at = (offset: number): string => (scopes[offset] ?? []).join(' ');
  const line = (offset: number): string =>
    `${text.slice(0, offset).split('\n').length}: ${text.slice(offset, offset + 30)}`;
  const expect = (offset: number, scope: RegExp, what: string): void => {
    if (!scope.test(at(offset))) found.push(`${what} at ${line(offset)} is ${at(offset)}`);
  };
  for (const { span } of document.comments) expect(span.start, /comment/, 'a comment');
  for (const { name, terminator, block, args, parent } of walk(document)) {
    const isEntry = parent && /^(map|types|geo|split_clients|charset_map|match)$/.test(parent.name.value);
    if (!isEntry && !name.quote && /^[a-z_]+$/.test(name.value)) expect(name.span.start, /keyword/, 'a name');
    for (const { span, quote } of args) {
      if (quote) expect(span.start, /string|punctuation\.definition\.string/, 'a string');
      if (/comment/.test(at(span.start)) || /keyword\.other\.directive/.test(at(span.start)))
        found.push(`an argument at ${line(span.start)} is ${at(span.start)}`);
    }
    if (terminator) expect(terminator.start, /punctuation/, 'an end');
    if (block?.close) expect(block.close.start, /punctuation/, 'a closing brace');
  }
  return found;
}

describe('nginx grammar on whole files', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar();
  });

  const names = readdirSync(folder).filter((name) => name.endsWith('.conf'));
  it('has twenty files', () => assert.ok(names.length >= 20));

  for (const name of names) {
    it(`${name}: as the snapshot has it, and as the parser reads it`, () => {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      const document = parseNginx(text);
      assert.deepEqual(document.faults, []);
      assert.deepEqual(differences(grammar, document), []);
      const file = `${folder}/${name.replace('.conf', '.snap')}`;
      const now = snapshot(grammar, text);
      // UPDATE_SNAPSHOTS=1 writes them anew; look at what changed.
      if (process.env['UPDATE_SNAPSHOTS']) writeFileSync(file, now);
      assert.equal(now, readFileSync(file, 'utf8'));
    });
  }

  it('reads the files made for the oracle as the parser does', () => {
    const found: string[] = [];
    let read = 0;
    for (const { name, texts } of families(20201221)) {
      // The others hold faults of all kinds, about which no colours are right.
      if (name !== 'words') continue;
      for (const raw of texts) {
        // Editors show lines without their carriage returns.
        const text = raw.replaceAll('\r', ' ');
        const document = parseNginx(text);
        if (document.faults.length > 0) continue;
        read++;
        for (const one of differences(grammar, document).slice(0, 1))
          found.push(`${one}\n${JSON.stringify(text)}`);
      }
    }
    assert.ok(read > 80, `${read} files`);
    assert.deepEqual(found.slice(0, 20), []);
  });
});
