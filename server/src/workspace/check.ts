import { buildModel, type ModelOptions } from '../cluster/build';
import type { ClusterModel } from '../cluster/model';
import type { Diagnostic } from '../rules/diagnostic';
import { runRules } from '../rules/run';
import type { RuleFailure, RuleSettings } from '../rules/run';
import type { LoadedFile } from './folder';

/** What somebody set for a folder: versions to assume, and severities by rule id. */
export interface CheckSettings extends ModelOptions {
  readonly rules?: RuleSettings;
}

/** What the rules say of the files of one project, at one moment. */
export interface Check {
  readonly root: string;
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly settings: CheckSettings;
  readonly model: ClusterModel;
  /** In the order of paths and places. */
  readonly diagnostics: readonly Diagnostic[];
  /** Rules that broke; each is told once, and the others go on. */
  readonly failures: readonly RuleFailure[];
}

/** Joins the files of a project and runs all rules over them. */
export function check(root: string, files: readonly LoadedFile[], settings: CheckSettings = {}): Check {
  const model = buildModel(root, new Map(files.map(({ path, file }) => [path, file])), settings);
  const { diagnostics, failures } = runRules(model, { settings: settings.rules ?? {} });
  return {
    root,
    files: new Map(files.map((file) => [file.path, file])),
    settings,
    model,
    diagnostics,
    failures,
  };
}
