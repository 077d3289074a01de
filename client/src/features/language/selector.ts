import type { DocumentFilter } from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient';
import languages from './globs.json';

const contributed = languages.filter(({ isContributed }) => isContributed);

const filters = (patterns: readonly string[]): { scheme: string; pattern: string }[] =>
  patterns.map((pattern) => ({ scheme: 'file', pattern }));

/** Documents that may be nginx's, whatever language the editor takes them for. */
export const nginxSelector: DocumentFilter[] = [
  { language: 'nginx' },
  ...languages
    .filter(({ id }) => id === 'nginx')
    .flatMap(({ names, perhaps }) => filters([...names, ...perhaps])),
];

/**
 * Documents the language server is told of. By place, since XML, YAML and Java belong to other extensions too; the
 * server leaves what is none of ours after a look at its beginning.
 */
export const documentSelector: DocumentSelector = [
  ...contributed.flatMap(({ id }) => ['file', 'untitled'].map((scheme) => ({ scheme, language: id }))),
  ...languages.flatMap(({ names, perhaps }) => filters([...names, ...perhaps])),
];

/** Documents beside which the language status is shown. */
export const statusSelector: DocumentFilter[] = [
  ...contributed.map(({ id }) => ({ language: id })),
  ...languages
    .filter(({ isContributed, standsAlone }) => standsAlone && !isContributed)
    .flatMap(({ names }) => filters(names)),
];
