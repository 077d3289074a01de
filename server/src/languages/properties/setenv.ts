import { beforeItsLine, language, matches, sure } from '../language';

/** bin/setenv.sh, which catalina.sh reads before it starts the JVM (RUNNING.txt). */
export interface SetenvDocument {
  /** Each line that is no comment, those that go on in the next one joined. */
  readonly lines: readonly string[];
}

const parseSetenv = (text: string): SetenvDocument => ({
  lines: text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^\s*#/.test(line)),
});

/** Options of the JVM for what `${…}` stands for in Tomcat's files. */
export const setenv = language<SetenvDocument, 'setenv.sh'>({
  id: 'shellscript',
  title: 'Tomcat',
  kinds: ['setenv.sh'],
  names: [{ names: ['setenv.sh'] }],
  standsAlone: false,
  recognise: (_, __, { promised }) => sure(promised ? 'setenv.sh' : undefined),
  parse: parseSetenv,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: (_, text) => ({ comments: () => matches(text, /^[ \t]*#[^\r\n]*/gm), anchor: beforeItsLine }),
});
