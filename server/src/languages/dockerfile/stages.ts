import { join } from '../text/paths';
import type { Span } from '../text/span';
import { expand, type Expanded, type Lookup, type Variable } from './expand';
import type { DockerDocument, DockerInstruction } from './tree';

/** One stage of a Dockerfile with its variables replaced. */
export interface DockerStage {
  readonly name: string | undefined;
  /** What FROM names, variables that are not known as they were written. */
  readonly base: { readonly text: string; readonly span: Span };
  /** The stage that FROM names, if it names one. */
  readonly parent: DockerStage | undefined;
  readonly copies: readonly DockerCopy[];
  readonly runs: readonly DockerRun[];
  /** What ENV sets, the parents' included; undefined values are not known. */
  readonly environment: ReadonlyMap<string, Variable>;
}

/** A COPY or ADD. */
export interface DockerCopy {
  readonly span: Span;
  /** As written but for variables; one that is not known is undefined. */
  readonly sources: readonly (string | undefined)[];
  /** Absolute; undefined where it cannot be told. */
  readonly target: string | undefined;
  /** Surely a folder: it ends with a slash, or several things go there. */
  readonly intoFolder: boolean;
  /** Where the sources lie: the build's context, another stage, or an image by name. */
  readonly from: 'context' | DockerStage | { readonly image: string };
  readonly isAdd: boolean;
  /** Something besides the sources is written there: a text that stands in the Dockerfile. */
  readonly hasHeredoc: boolean;
}

export interface DockerRun {
  readonly text: string;
  readonly span: Span;
}

/** What an image sets for the instructions of a stage made from it. */
export interface BaseSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string;
}

export interface BuildSettings {
  /** The arguments of the build; undefined: given, but not known here. */
  readonly args?: ReadonlyMap<string, string | undefined>;
  /** Undefined for an image that nobody knows. */
  readonly settingsOf?: (image: string) => BaseSettings | undefined;
}

/** All stages of a Dockerfile in their order, as a build with these arguments sees them. */
export function readStages(document: DockerDocument, build: BuildSettings = {}): readonly DockerStage[] {
  const reader = new StageReader(build);
  for (const instruction of document.instructions) reader.take(instruction);
  return reader.stages;
}

/** The stage a build ends with: the one it names, by name or number, else the last. */
export function finalStage(
  stages: readonly DockerStage[],
  target: string | undefined,
): DockerStage | undefined {
  return target === undefined ? stages.at(-1) : stageNamed(stages, target);
}

const stageNamed = (stages: readonly DockerStage[], name: string): DockerStage | undefined =>
  stages.findLast((stage) => stage.name === name.toLowerCase()) ??
  (/^\d{1,4}$/.test(name) ? stages[Number(name)] : undefined);

interface Shell {
  readonly variables: Map<string, Variable>;
  workdir: string | undefined;
}

interface Draft extends DockerStage {
  readonly copies: DockerCopy[];
  readonly runs: DockerRun[];
  readonly environment: Map<string, Variable>;
}

class StageReader {
  readonly stages: Draft[] = [];
  private readonly shells = new Map<DockerStage, Shell>();
  /** The ARGs before the first FROM. */
  private readonly global = new Map<string, Variable>();
  private shell: Shell = { variables: this.global, workdir: undefined };

  constructor(private readonly build: BuildSettings) {}

  take(instruction: DockerInstruction): void {
    const stage = this.stages.at(-1);
    switch (instruction.kind) {
      case 'from':
        return this.begin(instruction);
      case 'arg':
        for (const { name, value } of instruction.settings) this.declare(name, value);
        return;
      case 'env': {
        const read = instruction.settings.map(({ name, value = '' }) => [name, this.expand(value)] as const);
        for (const [name, { text, isKnown }] of read) {
          this.shell.variables.set(name, isKnown ? text : undefined);
          stage?.environment.set(name, isKnown ? text : undefined);
        }
        return;
      }
      case 'workdir':
        this.shell.workdir = this.absolute(this.expand(instruction.path));
        return;
      case 'run':
        stage?.runs.push({ text: instruction.text, span: instruction.span });
        return;
      default:
        stage?.copies.push(this.copy(instruction));
    }
  }

  private begin({ image, name }: Extract<DockerInstruction, { kind: 'from' }>): void {
    const { text } = expand(image.text, lookupIn(this.global));
    const parent = this.stages.findLast((stage) => stage.name === text.toLowerCase());
    const known = parent ? undefined : this.build.settingsOf?.(text);
    const inherited = parent && this.shells.get(parent);
    const stage: Draft = {
      name,
      base: { text, span: image.span },
      parent,
      copies: [],
      runs: [],
      environment: new Map(parent?.environment),
    };
    this.shell = {
      variables: new Map(inherited?.variables ?? Object.entries(known?.environment ?? {})),
      workdir: inherited ? inherited.workdir : known?.workdir,
    };
    this.shells.set(stage, this.shell);
    this.stages.push(stage);
  }

  /** `ARG name` in a stage takes the value of the ARG before the first FROM. */
  private declare(name: string, value: string | undefined): void {
    const { variables } = this.shell;
    const given = this.build.args;
    if (given?.has(name)) variables.set(name, given.get(name));
    else if (value !== undefined) {
      const { text, isKnown } = this.expand(value);
      variables.set(name, isKnown ? text : undefined);
    } else if (variables !== this.global && this.global.has(name)) {
      variables.set(name, this.global.get(name));
    }
  }

  private copy(instruction: Extract<DockerInstruction, { kind: 'copy' | 'add' }>): DockerCopy {
    const target = this.expand(instruction.target.text);
    return {
      span: instruction.span,
      sources: instruction.sources.map(({ text }) => {
        const source = this.expand(text);
        return source.isKnown ? source.text : undefined;
      }),
      target: this.absolute(target),
      intoFolder: /[\\/]\.?$|^\.\.?$/.test(target.text) || instruction.sources.length > 1,
      from: this.origin(instruction.from),
      isAdd: instruction.kind === 'add',
      hasHeredoc: instruction.heredocs > 0,
    };
  }

  private origin(from: string | undefined): DockerCopy['from'] {
    if (from === undefined) return 'context';
    const { text } = expand(from, lookupIn(this.global));
    return stageNamed(this.stages.slice(0, -1), text) ?? { image: text };
  }

  private expand(text: string): Expanded {
    return expand(text, lookupIn(this.shell.variables));
  }

  private absolute({ text, isKnown }: Expanded): string | undefined {
    if (!isKnown) return undefined;
    if (/^[\\/]|^[A-Za-z]:/.test(text)) return join('/', text);
    return this.shell.workdir === undefined ? undefined : join(this.shell.workdir, text);
  }
}

const lookupIn =
  (variables: ReadonlyMap<string, Variable>): Lookup =>
  (name) =>
    variables.has(name) ? { value: variables.get(name) } : undefined;
