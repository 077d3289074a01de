import { beforeItsLine, language, matches, sure } from '../language';
import { parseCompose } from './parse';
import type { ComposeDocument } from './tree';

export const compose = language<ComposeDocument, 'compose'>({
  id: 'dockercompose',
  title: 'Docker Compose',
  kinds: ['compose'],
  names: [
    {
      names: ['compose', 'docker-compose'].flatMap((name) =>
        ['', '.*', '-*'].flatMap((middle) => [`${name}${middle}.yml`, `${name}${middle}.yaml`]),
      ),
    },
  ],
  standsAlone: true,
  recognise: (path, head, { promised, given, named }) =>
    sure(
      promised || named === 'compose' || (given && /^$|\.ya?ml$/i.test(path) && /^services\s*:/m.test(head))
        ? 'compose'
        : undefined,
    ),
  parse: (text) => parseCompose(text),
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: (_, text) => ({ comments: () => matches(text, /#[^\r\n]*/g), anchor: beforeItsLine }),
});
