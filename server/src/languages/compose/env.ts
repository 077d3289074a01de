import { beforeItsLine, language, matches, sure } from '../language';

/** What a file of environment variables sets, by name. */
export interface EnvDocument {
  readonly values: ReadonlyMap<string, string>;
}

const LINE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*[=:][ \t]*(?:"((?:[^"\\]|\\[^])*)"|'([^']*)'|((?:[^\r\n#]|(?<=\S)#)*))/gm;

/** Reads the `.env` of a Compose project or an `env_file`, https://docs.docker.com/compose/how-tos/environment-variables/ */
export function parseEnv(text: string): EnvDocument {
  const values = new Map<string, string>();
  for (const [, name = '', double, single, plain] of text.matchAll(LINE))
    values.set(name, double?.replace(/\\(["\\$])/g, '$1') ?? single ?? plain?.trim() ?? '');
  return { values };
}

/** Variables of Compose: read for the Compose files that they belong to, and never shown. */
export const env = language<EnvDocument, 'env'>({
  id: 'dotenv',
  title: 'Docker Compose',
  kinds: ['env'],
  names: [],
  perhaps: [{ names: ['.env', '*.env'] }],
  standsAlone: false,
  recognise: (_, __, { named }) => sure(named === 'env' ? 'env' : undefined),
  parse: parseEnv,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: (_, text) => ({ comments: () => matches(text, /^[ \t]*#[^\r\n]*/gm), anchor: beforeItsLine }),
});
