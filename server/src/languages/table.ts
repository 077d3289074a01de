import { env } from './compose/env';
import { compose } from './compose/language';
import { dockerfile } from './dockerfile/language';
import { faces } from './faces/language';
import { gradle } from './gradle/language';
import { httpd } from './httpd/language';
import { java } from './java/language';
import { labFile } from './labFile/language';
import type { Hints, Language, Promised, Verdict } from './language';
import { kubernetes } from './kubernetes/language';
import { maven } from './maven/language';
import { matcherOf } from './names';
import { nginx } from './nginx/language';
import type { FileKind, SourceFile } from './source';
import { baseName } from './text/paths';
import { catalinaProperties } from './properties/catalina';
import { workers } from './properties/language';
import { setenv } from './properties/setenv';
import { tomcat } from './tomcat/language';

/** As much of a file as is read to tell what it is. */
export const headBytes = 65536;

/** What a name promises. */
export interface NamePromise {
  readonly language: Language;
  readonly isCertain: boolean;
}

/** A file of ours, still to be read. */
export interface Recognised extends Verdict {
  readonly language: Language;
}

interface Row {
  readonly language: Language;
  readonly promises: (path: string) => Promised;
}

/** What is ours: the languages by which files are known and read. Of several that take a file the first has it. */
export class LanguageTable {
  private readonly rows: readonly Row[];

  constructor(readonly languages: readonly Language[]) {
    this.rows = languages.map((language) => {
      const { names, perhaps = [], leaves } = language;
      const [isCertain, isPossible] = [
        matcherOf(names.filter(({ isExample }) => !isExample)),
        matcherOf(perhaps),
      ];
      return {
        language,
        promises: (path) =>
          leaves?.test(baseName(path)) === true
            ? undefined
            : isCertain(path)
              ? 'certain'
              : isPossible(path)
                ? 'perhaps'
                : undefined,
      };
    });
  }

  /** What the name of a file promises; undefined for names that are none of ours. */
  promise(path: string): NamePromise | undefined {
    let possible: Language | undefined;
    for (const { language, promises } of this.rows) {
      const promised = promises(path);
      if (promised === 'certain') return { language, isCertain: true };
      if (promised) possible ??= language;
    }
    return possible && { language: possible, isCertain: false };
  }

  /** What a file is by its name and the beginning of its text; undefined for what is none of ours. */
  recognise(path: string, text: string, hints: Hints = {}): Recognised | undefined {
    for (const { language, promises } of this.rows) {
      const verdict = language.recognise(path, text, { ...hints, promised: promises(path) });
      if (verdict) return { ...verdict, language };
    }
    return undefined;
  }

  /** Reads a text as a kind of file. Never throws; undefined where it turns out to be none of ours. */
  open(path: string, kind: FileKind, text: string): SourceFile | undefined {
    const own = this.languages.find(({ kinds }) => kinds.includes(kind));
    return own?.open(path, { kind, inDoubt: false }, text);
  }
}

export const languages = new LanguageTable([
  maven,
  gradle,
  faces,
  java,
  tomcat,
  workers,
  catalinaProperties,
  setenv,
  compose,
  env,
  kubernetes,
  dockerfile,
  labFile,
  httpd,
  nginx,
]);
