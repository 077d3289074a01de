import { buildModel, type ModelOptions } from '../cluster/build';
import type { ClusterModel } from '../cluster/model';
import type { Diagnostic } from '../rules/support/diagnostic';
import { runRules } from '../rules/run';
import type { RuleFailure, RuleSettings, RunResult } from '../rules/run';
import type { LoadedFile } from './folder';
import { type Unchecked, uncheckedIn } from './unchecked';

/** What somebody set for a folder: versions to assume, and severities by rule id. */
export interface CheckSettings extends ModelOptions {
  readonly rules?: RuleSettings;
}

/** The files of one project at one moment, joined; what the rules say of them is found when it is first asked for. */
export class Check {
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly model: ClusterModel;
  private run: RunResult | undefined;
  private silent: readonly Unchecked[] | undefined;

  constructor(
    readonly root: string,
    files: readonly LoadedFile[],
    readonly settings: CheckSettings = {},
  ) {
    this.files = new Map(files.map((file) => [file.path, file]));
    this.model = buildModel(root, new Map(files.map(({ path, file }) => [path, file])), settings);
  }

  /** In the order of paths and places. */
  get diagnostics(): readonly Diagnostic[] {
    return this.result.diagnostics;
  }

  /** Rules that broke; each is told once, and the others go on. */
  get failures(): readonly RuleFailure[] {
    return this.result.failures;
  }

  /** What could not be judged, so that no diagnostic there says nothing. */
  get unchecked(): readonly Unchecked[] {
    return (this.silent ??= uncheckedIn(this));
  }

  private get result(): RunResult {
    return (this.run ??= runRules(this.model, { settings: this.settings.rules ?? {} }));
  }
}

/** Joins the files of a project. */
export const check = (root: string, files: readonly LoadedFile[], settings: CheckSettings = {}): Check =>
  new Check(root, files, settings);
