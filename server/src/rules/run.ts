import type { ClusterModel } from '../cluster/model';
import type { SourceFile } from '../cluster/source';
import { isEntry, type NginxConfiguration } from '../languages/nginx/configuration';
import { elements } from '../languages/xml/query';
import { type Diagnostic, pageOf } from './diagnostic';
import { rules as registered } from './registry';
import type { FileContext, Fix, PlacementContext, Report, Rule, Severity } from './rule';
import { Suppressions } from './suppressions';

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
  { rules = registered, settings = {} }: RunOptions = {},
): RunResult {
  const run = new Run(model, settings);
  const active = rules.filter(({ meta }) => settings[meta.id] !== 'off');
  for (const rule of active) run.visit(rule, () => rule.model?.(run.contextOf(rule)));
  for (const configuration of model.configurations) run.walkConfiguration(configuration, active);
  for (const file of model.files.values()) run.walk(file, active);
  return run.result();
}

class Run {
  private readonly found = new Map<string, Diagnostic>();
  private readonly failures = new Map<string, RuleFailure>();
  private readonly suppressions: Suppressions;

  constructor(
    private readonly model: ClusterModel,
    private readonly settings: RuleSettings,
  ) {
    this.suppressions = new Suppressions(model.files);
  }

  contextOf(rule: Rule): { readonly model: ClusterModel; report(report: Report): void } {
    return { model: this.model, report: (report) => this.report(rule, report) };
  }

  /** Lets a rule look once; one that failed before is not asked again. */
  visit(rule: Rule, look: () => void): void {
    if (this.failures.has(rule.meta.id)) return;
    try {
      look();
    } catch (error) {
      this.failures.set(rule.meta.id, { rule: rule.meta.id, error });
    }
  }

  walk(file: SourceFile, rules: readonly Rule[]): void {
    switch (file.kind) {
      case 'nginx': {
        const { document } = file;
        this.dispatch(rules, 'nginxDocument', (rule) =>
          rule.nginxDocument?.(this.fileContext(rule, file.path, document)),
        );
        return;
      }
      case 'server.xml':
      case 'context.xml':
      case 'web.xml': {
        const { document } = file;
        const visitors = rules.filter((rule) => 'xmlElement' in rule);
        if (visitors.length === 0) return;
        for (const element of elements(document)) {
          this.dispatch(visitors, 'xmlElement', (rule) =>
            rule.xmlElement?.(element, this.fileContext(rule, file.path, document)),
          );
        }
        return;
      }
      case 'java': {
        const { document } = file;
        for (const write of document.sessionWrites) {
          this.dispatch(rules, 'sessionWrite', (rule) =>
            rule.sessionWrite?.(write, this.fileContext(rule, file.path, document)),
          );
        }
        return;
      }
      case 'compose':
      case 'dockerfile':
      case 'pom.xml':
        // Rules see these through the model.
        return;
    }
  }

  walkConfiguration(configuration: NginxConfiguration, rules: readonly Rule[]): void {
    this.dispatch(rules, 'nginxConfiguration', (rule) =>
      rule.nginxConfiguration?.(configuration, this.contextOf(rule)),
    );
    const looking = new Map<string, { readonly rule: Rule; readonly context: PlacementContext }[]>();
    for (const rule of rules) {
      if (!rule.nginxPlacement) continue;
      const look = { rule, context: { ...this.contextOf(rule), configuration } };
      for (const name of rule.directives ?? configuration.byName.keys()) {
        const looks = looking.get(name);
        if (looks) looks.push(look);
        else looking.set(name, [look]);
      }
    }
    for (const placement of configuration.all) {
      const looks = looking.get(placement.directive.name.value);
      if (!looks || isEntry(placement)) continue;
      for (const { rule, context } of looks) {
        if (this.failures.has(rule.meta.id)) continue;
        try {
          rule.nginxPlacement?.(placement, context);
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

  private dispatch(rules: readonly Rule[], visitor: keyof Rule, look: (rule: Rule) => void): void {
    for (const rule of rules) if (rule[visitor]) this.visit(rule, () => look(rule));
  }

  private fileContext<Document>(rule: Rule, path: string, document: Document): FileContext<Document> {
    return { ...this.contextOf(rule), path, document };
  }

  private report({ meta }: Rule, report: Report): void {
    const { path, span } = report;
    if (this.suppressions.covers(path, span, meta.id)) return;
    const template = meta.messages[report.message];
    if (template === undefined) throw new Error(`${meta.id} has no message "${report.message}"`);
    const wanted = this.settings[meta.id];
    const message = format(template, report.data ?? {});
    // A file read in two contexts says the same of one place twice.
    const key = [path, span.start, span.end, meta.id, message].join('\n');
    if (this.found.has(key)) return;
    this.found.set(key, {
      code: meta.id,
      severity: wanted !== undefined && wanted !== 'off' ? wanted : (report.severity ?? meta.severity),
      message,
      path,
      span,
      related: report.related ?? [],
      fixes: (report.fixes ?? []).filter((fix) => this.mayEdit(fix)),
      href: pageOf(meta.id),
    });
  }

  private mayEdit({ edits }: Fix): boolean {
    return [...edits.keys()].every((path) => this.model.files.get(path)?.inDoubt !== true);
  }
}

/** Puts data into `{name}`, on one line; a name without data stays as it is, so that a test sees it. */
function format(template: string, data: Readonly<Record<string, string | number>>): string {
  return template
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(data[name] ?? whole))
    .replace(/\r?\n/g, '\\n');
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1);
}
