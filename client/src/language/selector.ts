import type { DocumentFilter } from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient';

const compose = '**/{compose,docker-compose}{,.*,-*}.{yml,yaml}';

const sites = '**/{sites-available,sites-enabled,conf.d,snippets}/*';

/** Documents that may be nginx's, whatever language the editor takes them for. */
export const nginxSelector: DocumentFilter[] = [
  { language: 'nginx' },
  { scheme: 'file', pattern: '**/*.conf' },
  { scheme: 'file', pattern: sites },
];

/**
 * Documents the language server is told of. By place, since XML, YAML and Java belong to other extensions too; the
 * server leaves what is none of ours after a look at its beginning.
 */
export const documentSelector: DocumentSelector = [
  { scheme: 'file', language: 'nginx' },
  { scheme: 'untitled', language: 'nginx' },
  { scheme: 'file', pattern: '**/*.{conf,xml,java}' },
  { scheme: 'file', pattern: sites },
  { scheme: 'file', pattern: compose },
  { scheme: 'file', pattern: '**/{Dockerfile*,*.Dockerfile,Containerfile*}' },
];

/** Documents beside which the language status is shown. */
export const statusSelector: DocumentFilter[] = [
  { language: 'nginx' },
  { scheme: 'file', pattern: '**/{server,context,web}.xml' },
  { scheme: 'file', pattern: compose },
];
