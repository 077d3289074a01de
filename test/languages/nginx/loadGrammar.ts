import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';

const wasm = createRequire(join(process.cwd(), 'package.json')).resolve('vscode-oniguruma/release/onig.wasm');

/** As much of Lua as our grammar has to leave alone: comments and strings hide braces. */
const lua = {
  scopeName: 'source.lua',
  patterns: [
    { name: 'comment.line.lua', match: '--.*$' },
    { name: 'string.quoted.other.multiline.lua', begin: '\\[\\[', end: '\\]\\]' },
    { name: 'string.quoted.lua', begin: '"', end: '"' },
  ],
};

let loading: Promise<IGrammar> | undefined;

/** Our grammar of nginx, loaded as VS Code loads it. */
export const loadGrammar = (): Promise<IGrammar> => (loading ??= load());

async function load(): Promise<IGrammar> {
  await loadWASM(readFileSync(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scope) => {
      if (scope === 'source.lua') return parseRawGrammar(JSON.stringify(lua), 'lua.json');
      const path = 'syntaxes/nginx.tmLanguage.json';
      return parseRawGrammar(readFileSync(path, 'utf8'), path);
    },
  });
  const grammar = await registry.loadGrammar('source.nginx');
  assert.ok(grammar);
  return grammar;
}
