import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled command line, with nothing or a text on its standard input; gives what it said, whatever its exit code. */
export function runCli(args: readonly string[], cwd = process.cwd(), input = ''): Promise<CliResult> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [resolve('dist/cli.js'), ...args],
      { cwd, maxBuffer: 1 << 26 },
      (_, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** The shape of `design.md` §6. */
export interface JsonReport {
  readonly files: {
    readonly path: string;
    readonly diagnostics: {
      readonly code: string;
      readonly severity: string;
      readonly message: string;
      readonly range: JsonRange;
      readonly related: { readonly path: string; readonly range: JsonRange; readonly message: string }[];
      readonly fix: 'safe' | 'unsafe' | null;
    }[];
  }[];
  readonly unchecked: {
    readonly path: string;
    readonly extent: 'whole' | 'part';
    readonly reason: string;
    readonly range: JsonRange | null;
  }[];
}

interface JsonRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
