import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly snippets?: unknown;
    readonly configurationDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

describe('what the editor adds to the lists of the server', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

  it('are no words of the text', () => {
    equal(contributes.configurationDefaults['[nginx]']?.['editor.wordBasedSuggestions'], 'off');
  });

  it('are asked for among values too, which the grammar calls strings', () => {
    deepEqual(contributes.configurationDefaults['[nginx]']?.['editor.quickSuggestions'], {
      other: 'on',
      comments: 'off',
      strings: 'on',
    });
  });

  it('are no snippets, which would be offered everywhere', () => {
    equal(contributes.snippets, undefined);
  });
});
