import { buildModel } from '../cluster/build';
import type { ClusterModel } from '../cluster/model';
import type { Diagnostic } from '../rules/diagnostic';
import { runRules } from '../rules/run';
import type { RuleFailure, RuleSettings } from '../rules/run';
import type { LoadedFile } from './folder';

/** What the rules say of the files of one project, at one moment. */
export interface Check {
  readonly root: string;
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly settings: RuleSettings;
  readonly model: ClusterModel;
  /** In the order of paths and places. */
  readonly diagnostics: readonly Diagnostic[];
  /** Rules that broke; each is told once, and the others go on. */
  readonly failures: readonly RuleFailure[];
}

/** Joins the files of a project and runs all rules over them. */
export function check(root: string, files: readonly LoadedFile[], settings: RuleSettings = {}): Check {
  const model = buildModel(root, new Map(files.map(({ path, file }) => [path, file])));
  const { diagnostics, failures } = runRules(model, { settings });
  return {
    root,
    files: new Map(files.map((file) => [file.path, file])),
    settings,
    model,
    diagnostics,
    failures,
  };
}
