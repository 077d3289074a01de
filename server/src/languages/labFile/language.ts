import { language, sure } from '../language';
import { parseLabFile } from './parse';
import type { LabDocument } from './tree';

/** What a workspace settles of its cluster; completion and hover come from its JSON schema. */
export const labFile = language<LabDocument, 'cluster-lab.json'>({
  id: 'json',
  title: 'Cluster Lab',
  kinds: ['cluster-lab.json'],
  names: [{ names: ['cluster-lab.json'] }],
  standsAlone: false,
  recognise: (_, __, { promised }) => sure(promised ? 'cluster-lab.json' : undefined),
  parse: (text) => parseLabFile(text),
  read: (document, kind) => ({ kind, document }),
  // JSON has no comments, so that no comment can silence what is said.
  comment: () => '',
  about: () => ({ comments: () => [], anchor: () => undefined }),
  features: ({ compose, nginx: { main, http }, apps }) => ({
    links: () =>
      [...compose, ...(main ? [main] : []), ...http, ...apps.flatMap(({ source }) => source ?? [])].map(
        ({ value, span }) => ({
          span: { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) },
          path: value,
        }),
      ),
  }),
});
