import type { TextDocument } from 'vscode';
import { labModule } from '../../kernel/labModule';
import { readLog, type LogReading } from './reading';

/** A longer one is left to the terminal: `cluster-lab explain`. */
const LONGEST_LINES = 500_000;

const nothing: LogReading = { entries: [], starts: [], explanations: [], told: new Map() };

/** Logs that are open in editors, each read once for a version of it, when somebody asks. */
export class LogDocuments {
  private readonly read = new WeakMap<
    TextDocument,
    { readonly version: number; readonly reading: LogReading }
  >();

  of(document: TextDocument): LogReading {
    const known = this.read.get(document);
    if (known?.version === document.version) return known.reading;
    const reading = document.lineCount > LONGEST_LINES ? nothing : readLog(linesOf(document), labModule());
    this.read.set(document, { version: document.version, reading });
    return reading;
  }
}

function* linesOf(document: TextDocument): Generator<string> {
  for (let line = 0; line < document.lineCount; line++) yield document.lineAt(line).text;
}
