import { randomBytes } from 'node:crypto';
import { ModelBuilder, type ModelOptions } from '../cluster/build';
import type { ClusterModel } from '../cluster/model';
import type { SourceFile } from '../cluster/source';
import type { Diagnostic } from '../rules/support/diagnostic';
import { runRules } from '../rules/run';
import type { RuleFailure, RuleSettings, RunResult } from '../rules/run';
import type { LoadedFile } from './loadedFile';
import { type Unchecked, uncheckedIn } from './unchecked';

/** What somebody set for a folder: versions to assume, and severities by rule id. */
export interface CheckSettings extends ModelOptions {
  readonly rules?: RuleSettings;
  /** What fixes write where a secret is needed; made at random where it is not set. */
  readonly secret?: string;
  /** Whether what decides and is not written is shown in the text; yes where it is not set. */
  readonly inlayHints?: boolean;
  /** Whether what Tomcat sees stands above each `proxy_pass`; no where it is not set. */
  readonly routeLens?: boolean;
}

/** The files of one project at one moment, joined; what the rules say of them is found when it is first asked for. */
export class Check {
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly model: ClusterModel;
  private run: RunResult | undefined;
  private silent: readonly Unchecked[] | undefined;
  private readonly secret: string;

  constructor(
    readonly root: string,
    files: readonly LoadedFile[],
    readonly settings: CheckSettings = {},
    private readonly builder: Pick<ModelBuilder, 'build'> = new ModelBuilder(root),
  ) {
    const loaded = new Map<string, LoadedFile>();
    const sources = new Map<string, SourceFile>();
    for (const one of files) {
      loaded.set(one.path, one);
      sources.set(one.path, one.file);
    }
    this.files = loaded;
    this.model = builder.build(sources, settings);
    this.secret = settings.secret ?? randomBytes(16).toString('hex');
  }

  /** The project at another moment. What its files have in common with those of now is not read again. */
  next(files: readonly LoadedFile[], settings = this.settings): Check {
    return new Check(this.root, files, { secret: this.secret, ...settings }, this.builder);
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
    return (this.run ??= runRules(this.model, {
      settings: this.settings.rules ?? {},
      secret: this.secret,
    }));
  }
}

/** Joins the files of a project. */
export const check = (root: string, files: readonly LoadedFile[], settings: CheckSettings = {}): Check =>
  new Check(root, files, settings);
