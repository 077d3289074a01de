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

/** Our own grammars, by their scopes. */
const paths: Readonly<Record<string, string>> = {
  'source.nginx': 'syntaxes/nginx.tmLanguage.json',
  'text.log.cluster-lab': 'syntaxes/cluster-lab-log.tmLanguage.json',
};

let loading: Promise<Registry> | undefined;

/** A grammar of ours, loaded as VS Code loads it. */
export async function loadGrammar(scope = 'source.nginx'): Promise<IGrammar> {
  const grammar = await (await (loading ??= load())).loadGrammar(scope);
  assert.ok(grammar);
  return grammar;
}

async function load(): Promise<Registry> {
  await loadWASM(readFileSync(wasm));
  return new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scope) => {
      const path = paths[scope];
      if (path === undefined) return parseRawGrammar(JSON.stringify(lua), 'lua.json');
      return parseRawGrammar(readFileSync(path, 'utf8'), path);
    },
  });
}
