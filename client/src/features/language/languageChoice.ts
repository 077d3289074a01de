/** As much of a document of an editor as decides on its language. */
interface Opened {
  readonly uri: string;
  readonly languageId: string;
}

/** What editors take a file for whose name tells them nothing, or that it ends in `.conf`. */
const guesses: ReadonlySet<string> = new Set(['plaintext', 'properties', 'ini']);

/**
 * Decides which documents get the language nginx: those that nginx reads, whatever they are called, and none whose language
 * somebody chose. Editors open a document anew when its language changes, but keep the object.
 */
export class LanguageChoice<Document extends object> {
  private readonly languages = new WeakMap<Document, string>();
  private readonly ours = new WeakSet<Document>();
  private files: ReadonlySet<string> = new Set();
  private readonly chosen: Set<string>;

  constructor(
    private readonly read: (document: Document) => Opened,
    /** Files whose language somebody chose here, also before this start of the editor. */
    chosen: readonly string[],
    private readonly keep: (chosen: readonly string[]) => void,
  ) {
    this.chosen = new Set(chosen);
  }

  /** The files that nginx reads and that do not look so. */
  known(files: readonly string[]): void {
    this.files = new Set(files);
  }

  /** A document was opened, or its language changed. */
  opened(document: Document): void {
    const { uri, languageId } = this.read(document);
    const before = this.languages.get(document);
    this.languages.set(document, languageId);
    if (before === undefined || before === languageId || this.ours.delete(document)) return;
    if (languageId === 'nginx' ? this.chosen.delete(uri) : !this.chosen.has(uri)) {
      if (languageId !== 'nginx') this.chosen.add(uri);
      this.keep([...this.chosen]);
    }
  }

  /** Whether a document is to get the language nginx; the caller gives it then. */
  takes(document: Document): boolean {
    const { uri, languageId } = this.read(document);
    if (!guesses.has(languageId) || !this.files.has(uri) || this.chosen.has(uri)) return false;
    this.ours.add(document);
    return true;
  }
}
