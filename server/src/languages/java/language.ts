import { beforeItsLine, language, matches, sure } from '../language';
import { featuresOf } from './features';
import { parseJava } from './parse';
import type { JavaDocument } from './tree';

const start = /^[ \t]*(?:package|import(?:[ \t]+static)?)[ \t]+[\w.*]+[ \t]*;/m;

export const java = language<JavaDocument, 'java'>({
  id: 'java',
  title: 'Java',
  kinds: ['java'],
  names: [{ names: ['*.java'] }],
  standsAlone: false,
  isMany: true,
  recognise: (path, head, { promised }) =>
    sure(promised || (path === '' && start.test(head)) ? 'java' : undefined),
  parse: parseJava,
  read: (document, kind) => ({ kind, document }),
  features: featuresOf,
  comment: (text) => `// ${text}`,
  about: (_, text) => ({ comments: () => matches(text, /\/\/[^\r\n]*/g), anchor: beforeItsLine }),
});
