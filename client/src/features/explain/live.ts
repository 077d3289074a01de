import { Diagnostic, DiagnosticSeverity, Disposable, l10n, languages, workspace, type Uri } from 'vscode';
import { labModule } from '../../kernel/labModule';
import type { Explainer, Explanation } from '../../lab';
import type { LogLine } from '../../lab/lab';
import { describe, headOf } from '../../lab/logs/describe';
import type { LabHost } from '../lab/host';
import { placesOf, ruleOf, type CausePlace, type Search } from './causes';
import { causeInLab, sentencesOf, timesOf } from './words';

/** What Problems call it. */
export const LOG_SOURCE = 'cluster-lab log';

/** A stack trace is whole when nothing came for so long. */
const QUIET_MS = 300;
/** Under load what is shown is renewed no more often. */
const OFTEN_MS = 1_000;

interface Problem {
  readonly place: CausePlace;
  readonly diagnostic: Diagnostic;
}

/** The failures in the logs of the running lab, listed in Problems where their causes stand. */
export class LiveFailures implements Disposable {
  private readonly problems = languages.createDiagnosticCollection('clusterLabLog');
  private explainer: Explainer | undefined;
  private readonly lines = new Map<string, number>();
  /** Where each explanation is shown. */
  private shown = new Map<string, Problem>();
  /** Those of the lab before. */
  private past: Problem[] = [];
  /** Somebody has edited their cause since: the lab runs the older file. */
  private readonly edited = new Set<string>();
  /** Told in a channel, for want of a place. */
  private readonly told = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private lastLine = 0;
  private lastLook = 0;
  /** What Problems shows, so that the same is not published anew. */
  private published = '';
  private looking = false;
  /** Something came while it was looked. */
  private again = false;
  private readonly subscriptions: Disposable;

  constructor(
    private readonly host: LabHost,
    private readonly search: Search,
  ) {
    this.subscriptions = Disposable.from(
      host.onPlan(() => this.restarted()),
      host.onLine((line) => this.add(line)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        for (const { range } of contentChanges)
          this.forget(
            ({ place }) => place.uri.toString() === document.uri.toString() && touches(place, range),
          );
      }),
      languages.onDidChangeDiagnostics(({ uris }) => this.mended(uris)),
    );
  }

  /** What has failed in this lab, the first first. */
  get explanations(): readonly Explanation[] {
    return this.explainer?.explanations() ?? [];
  }

  /** What began with a line of a channel; undefined `node`: of that of all nodes. */
  at(text: string, node: string | undefined): Explanation | undefined {
    return this.explanations.find(
      ({ first: { file, shown } }) =>
        (node === undefined || node === file) && shown?.(node === undefined ? file : undefined) === text,
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
    this.problems.dispose();
  }

  private add({ node, stream, stamp, record }: LogLine): void {
    if (record.kind === 'request' || (record.kind === 'message' && record.from === 'lab')) return;
    this.explainer ??= new (labModule().Explainer)();
    const source = `${node} ${stream}`;
    const line = (this.lines.get(source) ?? 0) + 1;
    this.lines.set(source, line);
    this.explainer.add(record, {
      file: node,
      source,
      line,
      shown: (name) => `${headOf(stamp, record.level, name)} ${describe(record)}`.split('\n', 1)[0] ?? '',
    });
    if (startsAnew(record)) this.edited.clear();
    this.lastLine = Date.now();
    this.timer ??= setTimeout(() => this.quiet(), QUIET_MS);
  }

  private quiet(): void {
    this.timer = undefined;
    const now = Date.now();
    if (now - this.lastLine < QUIET_MS) {
      // Under load each line closes what came before it; only the last one waits.
      this.timer = setTimeout(() => this.quiet(), QUIET_MS);
      if (now - this.lastLook < OFTEN_MS) return;
    } else this.explainer?.settle();
    this.lastLook = now;
    void this.look();
  }

  /** Shows what is new, and how often it happened. */
  private async look(): Promise<void> {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    try {
      const shown = new Map<string, Problem>();
      for (const explanation of this.explanations) {
        const key = keyOf(explanation);
        if (this.edited.has(key)) continue;
        const [place] = await placesOf(causeInLab(explanation), this.search);
        if (place) shown.set(key, { place, diagnostic: diagnosticOf(explanation, place) });
        else this.tell(key, explanation);
      }
      this.shown = shown;
      this.publish();
    } finally {
      this.looking = false;
    }
    if (!this.again) return;
    this.again = false;
    await this.look();
  }

  /** No file has the cause: the log itself says what it means. */
  private tell(key: string, explanation: Explanation): void {
    if (this.told.has(key)) return;
    this.told.add(key);
    this.host.tell(explanation.first.file, sentencesOf(explanation));
  }

  private restarted(): void {
    // What is on its way belongs to the lab before.
    this.explainer?.end();
    this.past = [...this.shown.values()].map(({ place, diagnostic }) => ({
      place,
      diagnostic: asPast(diagnostic),
    }));
    this.explainer = undefined;
    this.shown.clear();
    this.edited.clear();
    this.told.clear();
    this.lines.clear();
    this.publish();
  }

  private forget(is: (problem: Problem) => boolean): void {
    const before = this.shown.size + this.past.length;
    for (const [key, problem] of this.shown) {
      if (!is(problem)) continue;
      this.shown.delete(key);
      this.edited.add(key);
    }
    this.past = this.past.filter((problem) => !is(problem));
    if (this.shown.size + this.past.length < before) this.publish();
  }

  /** The rule that found a cause finds it no longer: it was mended elsewhere. */
  private mended(uris: readonly Uri[]): void {
    const changed = new Set(uris.map(String));
    this.forget(
      ({ place: { uri, rule } }) =>
        rule !== undefined &&
        changed.has(uri.toString()) &&
        !languages.getDiagnostics(uri).some((diagnostic) => ruleOf(diagnostic) === rule),
    );
  }

  private publish(): void {
    const all = [...this.past, ...this.shown.values()];
    const now = JSON.stringify(
      all.map(({ place, diagnostic }) => [place.uri.toString(), diagnostic.range, diagnostic.message]),
    );
    if (now === this.published) return;
    this.published = now;
    const byFile = new Map<string, { uri: Uri; diagnostics: Diagnostic[] }>();
    for (const { place, diagnostic } of all) {
      const key = place.uri.toString();
      const file = byFile.get(key) ?? { uri: place.uri, diagnostics: [] };
      file.diagnostics.push(diagnostic);
      byFile.set(key, file);
    }
    this.problems.clear();
    for (const { uri, diagnostics } of byFile.values()) this.problems.set(uri, diagnostics);
  }
}

const keyOf = ({ failure, subject = '' }: Explanation): string => `${failure}\n${subject}`;

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

function diagnosticOf(explanation: Explanation, { range }: CausePlace): Diagnostic {
  const { failure, severity, first } = explanation;
  const seen = [first.file, timesOf(explanation)].filter(Boolean).join(', ');
  const diagnostic = new Diagnostic(range, `${sentencesOf(explanation)} (${seen})`, severities[severity]);
  diagnostic.source = LOG_SOURCE;
  diagnostic.code = failure;
  return diagnostic;
}

function asPast({ range, message, code }: Diagnostic): Diagnostic {
  const past = new Diagnostic(
    range,
    l10n.t('Before the lab was restarted: {0}', message),
    DiagnosticSeverity.Hint,
  );
  past.source = LOG_SOURCE;
  if (code !== undefined) past.code = code;
  return past;
}

const touches = ({ range }: CausePlace, change: CausePlace['range']): boolean =>
  change.start.line <= range.end.line && change.end.line >= range.start.line;

/** From then on a node runs what its files are now. */
const startsAnew = (record: LogLine['record']): boolean =>
  record.kind === 'message' &&
  (record.logger === 'org.apache.catalina.startup.Catalina.start' ||
    record.logger === 'org.apache.catalina.core.StandardContext.reload' ||
    (record.from === 'nginx' && record.message.endsWith('start worker processes')));
