import { language, sure } from '../language';
import { type Pom, readPom } from './pom';

export const maven = language<Pom, 'pom.xml'>({
  id: 'maven',
  title: 'Maven',
  kinds: ['pom.xml'],
  names: [{ names: ['pom.xml'] }],
  standsAlone: false,
  recognise: (_, __, { promised }) => sure(promised && 'pom.xml'),
  parse: readPom,
  read: (pom, kind) => ({ kind, ...pom }),
  comment: (text) => `<!-- ${text} -->`,
  // Nothing is said of it.
  about: () => ({ comments: () => [], anchor: () => undefined }),
});
