import { beforeItsLine, language, sure } from '../language';
import { parseDockerfile } from './parse';
import type { DockerDocument } from './tree';

export const dockerfile = language<DockerDocument, 'dockerfile'>({
  id: 'dockerfile',
  title: 'Docker',
  kinds: ['dockerfile'],
  names: [{ names: ['Dockerfile', 'Dockerfile.*', '*.Dockerfile', 'Containerfile', 'Containerfile.*'] }],
  leaves: /~$|^[.#]|\.(dockerignore|bak|orig|swp)$/i,
  standsAlone: false,
  recognise: (_, __, { promised, named }) =>
    sure(named === 'dockerfile' || promised ? 'dockerfile' : undefined),
  parse: parseDockerfile,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: ({ comments }) => ({ comments: () => comments, anchor: beforeItsLine }),
});
