/** What a build.gradle or settings.gradle says of the projects of a build, by their paths: `:web`, `:core:api`. */
export interface GradleBuild {
  /** Those that a settings.gradle includes. */
  readonly includes: readonly string[];
  /** Where a project lies that does not lie where its path says, relative to the file. */
  readonly folders: ReadonlyMap<string, string>;
  /** Those that the project of a build.gradle needs. */
  readonly needs: readonly string[];
}

const maxLength = 1_000_000;

/** Configurations whose projects come into the app; https://docs.gradle.org/current/userguide/java_library_plugin.html */
const need =
  /\b(?:api|implementation|compile|compileOnly|runtime|runtimeOnly|providedCompile)\b[ \t(]*project[ \t]*\([ \t]*(?:path[ \t]*[:=][ \t]*)?["'](:?[\w.:-]+)["']/g;
const accessor = /\b(?:api|implementation|compileOnly|runtimeOnly)\b[ \t(]*projects\.(\w+(?:\.\w+)*)/g;
const include = /\binclude\b[ \t]*\(?((?:\s*["'][\w.:/-]+["'],?)+)/g;
const folder =
  /\bproject[ \t]*\([ \t]*["'](:[\w.:-]+)["'][ \t]*\)\.projectDir[ \t]*=[^"'\r\n]*["']([\w./-]+)["']/g;

/** Reads the lines of a build script that are written as everybody writes them; all others are code, and not run. */
export function readGradle(text: string): GradleBuild {
  const code = text.length > maxLength ? '' : text.replace(/\/\*[^]*?\*\/|(?<![:"'])\/\/[^\r\n]*/g, '');
  const all = (pattern: RegExp): string[] => [...code.matchAll(pattern)].flatMap(([, found]) => found ?? []);
  return {
    includes: all(include)
      .flatMap((list) => list.match(/[\w.:/-]+/g) ?? [])
      .map(absolute),
    folders: new Map([...code.matchAll(folder)].map(([, path = '', place = '']) => [absolute(path), place])),
    needs: [...all(need), ...all(accessor).map((path) => path.replaceAll('.', ':'))].map(absolute),
  };
}

const absolute = (path: string): string => (path.startsWith(':') ? path : `:${path}`).replaceAll('/', ':');
