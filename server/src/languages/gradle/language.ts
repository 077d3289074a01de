import { language, sure } from '../language';
import { type GradleBuild, readGradle } from './build';

export const gradle = language<GradleBuild, 'gradle'>({
  id: 'gradle',
  title: 'Gradle',
  kinds: ['gradle'],
  names: [{ names: ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'] }],
  standsAlone: false,
  recognise: (_, __, { promised }) => sure(promised && 'gradle'),
  parse: readGradle,
  read: (build, kind) => ({ kind, build }),
  comment: (text) => `// ${text}`,
  // Nothing is said of it.
  about: () => ({ comments: () => [], anchor: () => undefined }),
});
