import { t } from '@vscode/l10n';
import type { ClusterModel } from '../cluster/model';
import { sessionBeansOf } from '../languages/faces/beans';
import { isEntry, type NginxConfiguration } from '../languages/nginx/configuration';
import { workersOf } from '../languages/properties/workers';
import { componentsIn } from '../languages/tomcat/components';
import type { AnyReport, Context, Fix, Kind, Look, Related, Rule, Severity, Subjects } from './define';
import { rules as registered } from './registry';
import { type Diagnostic, pageOf } from './support/diagnostic';
import { Suppressions } from './support/suppressions';

/** Severities by rule id, where they depart from the rule's own. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** A rule that threw. What it had reported until then counts; the other rules went on. */
export interface RuleFailure {
  readonly rule: string;
  readonly error: unknown;
}

export interface RunOptions {
  /** Instead of all registered ones. */
  readonly rules?: readonly Rule[];
  readonly settings?: RuleSettings;
  /** What fixes write where a secret is needed; undefined: they are not offered. */
  readonly secret?: string | undefined;
}

export interface RunResult {
  /** By path, then by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** At most one a rule. */
  readonly failures: readonly RuleFailure[];
}

/** Walks each document of the model once, lets all rules look, and collects what they say. Never throws. */
export function runRules(
  model: ClusterModel,
  { rules = registered, settings = {}, secret }: RunOptions = {},
): RunResult {
  const run = new Run(model, settings, secret);
  const active = rules.filter(({ meta }) => settings[meta.id] !== 'off');
  for (const kind of kinds) run.dispatch(kind, walks[kind], active);
  return run.result();
}

/** What is looked at. `beside` is the same object for subjects of one file; `name`: only rules that asked for it look. */
interface Subject<K extends Kind> {
  readonly subject: Subjects[K]['of'];
  readonly beside: Subjects[K]['beside'];
  readonly name?: string;
}

type Walk<K extends Kind> = (model: ClusterModel) => Iterable<Subject<K>>;

const alone = {};

/** Where the subjects of each kind are found, in the order in which rules look at them. */
const walks: { readonly [K in Kind]: Walk<K> } = {
  model: (model) => [{ subject: model, beside: alone }],
  *group({ clusters }) {
    for (const { groups } of clusters) for (const subject of groups) yield { subject, beside: alone };
  },
  *app({ apps }) {
    for (const subject of apps) yield { subject, beside: alone };
  },
  *nginxConfiguration({ configurations }) {
    for (const subject of configurations) yield { subject, beside: alone };
  },
  *nginxPlacement({ configurations }) {
    for (const configuration of configurations) {
      const beside = { configuration };
      for (const subject of configuration.all)
        if (!isEntry(subject)) yield { subject, beside, name: subject.directive.name.value };
    }
  },
  *nginxDocument({ files }) {
    for (const file of files.values())
      if (file.kind === 'nginx') yield { subject: file.document, beside: { path: file.path } };
  },
  *tomcatFile({ tomcatFiles }) {
    for (const subject of tomcatFiles) yield { subject, beside: alone };
  },
  *component({ tomcatFiles }) {
    for (const file of tomcatFiles) {
      // A tree that was guessed from broken XML is no ground to say anything.
      if (file.kind === 'web.xml' || file.kind === 'web-fragment.xml' || file.document.faults.length > 0)
        continue;
      const beside = { file };
      for (const subject of componentsIn(file.document)) yield { subject, beside, name: subject.name };
    }
  },
  *workers({ files }) {
    for (const file of files.values())
      if (file.kind === 'workers.properties') yield { subject: workersOf(file.document), beside: file };
  },
  *sessionWrite({ files }) {
    for (const file of files.values()) {
      if (file.kind !== 'java') continue;
      for (const subject of file.document.sessionWrites) yield { subject, beside: file };
    }
  },
  *sessionBean({ files }) {
    for (const file of files.values()) {
      if (file.kind !== 'java') continue;
      for (const subject of file.document.sessionBeans) yield { subject, beside: file };
    }
  },
  *sessionChange({ files }) {
    for (const file of files.values()) {
      if (file.kind !== 'java') continue;
      for (const subject of file.document.sessionChanges) yield { subject, beside: file };
    }
  },
  *transferEncoding({ files }) {
    for (const file of files.values()) {
      if (file.kind !== 'java') continue;
      for (const subject of file.document.transferEncodings) yield { subject, beside: file };
    }
  },
  *facesBean({ files }) {
    for (const file of files.values()) {
      if (file.kind !== 'faces-config.xml') continue;
      for (const subject of sessionBeansOf(file.document)) yield { subject, beside: file };
    }
  },
};

const kinds: readonly Kind[] = [
  'model',
  'group',
  'app',
  'nginxConfiguration',
  'nginxPlacement',
  'nginxDocument',
  'tomcatFile',
  'component',
  'workers',
  'sessionWrite',
  'sessionBean',
  'sessionChange',
  'transferEncoding',
  'facesBean',
];

/** A rule that looks at a kind of subjects. */
interface Looking<K extends Kind> {
  readonly rule: Rule;
  readonly look: Look<K, AnyReport>;
}

class Run {
  private readonly found = new Map<string, Diagnostic>();
  private readonly failures = new Map<string, RuleFailure>();
  private readonly suppressions: Suppressions;
  /** Main files that images bring: their paths are none of the workspace. */
  private readonly stock: ReadonlyMap<string, NginxConfiguration['stock']>;

  constructor(
    private readonly model: ClusterModel,
    private readonly settings: RuleSettings,
    private readonly secret: string | undefined,
  ) {
    this.suppressions = new Suppressions(model.files);
    this.stock = new Map(
      model.configurations.flatMap(({ stock, mainFile }) => (stock ? [[mainFile, stock]] : [])),
    );
  }

  /** Lets the rules look at all subjects of a kind; one that failed is not asked again. */
  dispatch<K extends Kind>(kind: K, walk: Walk<K>, rules: readonly Rule[]): void {
    const all = rules.flatMap((rule): readonly Looking<K>[] => {
      const look: Look<K, AnyReport> | undefined = rule.looks[kind];
      return look ? [{ rule, look }] : [];
    });
    if (all.length === 0) return;
    const byName = new Map<string | undefined, readonly Looking<K>[]>();
    const contexts = new Map<Rule, Context<AnyReport> & Subjects[K]['beside']>();
    let last: Subjects[K]['beside'] | undefined;
    for (const { subject, beside, name } of walk(this.model)) {
      if (beside !== last) contexts.clear();
      last = beside;
      let looking = byName.get(name);
      if (!looking) byName.set(name, (looking = all.filter(({ rule }) => asksFor(rule, name))));
      for (const { rule, look } of looking) {
        if (this.failures.has(rule.meta.id)) continue;
        let context = contexts.get(rule);
        if (!context) contexts.set(rule, (context = { ...this.contextOf(rule), ...beside }));
        try {
          look(subject, context);
        } catch (error) {
          this.failures.set(rule.meta.id, { rule: rule.meta.id, error });
        }
      }
    }
  }

  result(): RunResult {
    return {
      diagnostics: [...this.found.values()].toSorted(byPlace),
      failures: [...this.failures.values()],
    };
  }

  private contextOf(rule: Rule): Context<AnyReport> {
    return { model: this.model, secret: this.secret, report: (report) => this.report(rule, report) };
  }

  private report({ meta }: Rule, report: AnyReport): void {
    const { path, span } = report;
    // What an image brings is nobody's to change.
    if (this.stock.has(path)) return;
    if (this.suppressions.covers(path, span, meta.id)) return;
    const template = meta.messages[report.message];
    if (template === undefined) throw new Error(`${meta.id} has no message "${report.message}"`);
    const wanted = this.settings[meta.id];
    const message = oneLine(t(template, report.data ?? {}));
    // A file read in two contexts says the same of one place twice.
    const key = [path, span.start, span.end, meta.id, message].join('\n');
    if (this.found.has(key)) return;
    this.found.set(key, {
      code: meta.id,
      severity: wanted !== undefined && wanted !== 'off' ? wanted : (report.severity ?? meta.severity),
      message,
      path,
      span,
      related: (report.related ?? []).flatMap((place) => this.shown(place)),
      fixes: (report.fixes ?? []).filter((fix) => this.mayEdit(fix)),
      href: pageOf(meta.id),
    });
  }

  /** What stands in an image's own main file is shown where the image is named. */
  private shown(related: Related): readonly Related[] {
    const stock = this.stock.get(related.path);
    if (!stock) return [related];
    const message = `${stock.title}: ${related.message}`;
    return stock.place ? [{ ...stock.place, message }] : [];
  }

  private mayEdit({ edits }: Fix): boolean {
    return [...edits.keys()].every(
      (path) => this.model.files.get(path)?.inDoubt !== true && !this.stock.has(path),
    );
  }
}

/** Whether a rule looks at what has this name. */
const asksFor = ({ names }: Rule, name: string | undefined): boolean =>
  name === undefined || names === undefined || names.includes(name);

/** What a message quotes may stand on several lines. */
const oneLine = (text: string): string => text.replace(/\r?\n/g, '\\n');

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1);
}
