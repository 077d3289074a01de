import { inspect } from 'node:util';
import {
  l10n,
  RelativePattern,
  Uri,
  window,
  workspace,
  type Disposable,
  type FileSystemWatcher,
} from 'vscode';
import type { Deployment } from '../../../../server/src/protocol';
import { setContext } from '../../kernel/setContext';
import { onSave } from '../../kernel/settings';
import { isLabError } from '../../kernel/tellError';
import type { Applied, ApplyOptions, Differences, Lab, Reloaded } from '../../lab/lab';
import { pathOf } from '../lab/leftovers';
import type { LiveDeps } from './deps';
import type { LiveStatus } from './status';

/** Behind a save in the editor the language server knows the text already. */
const AFTER_SAVE_MS = 60;
/** The client of the language server gathers what changes on disk for a quarter of a second. */
const AFTER_CHANGE_MS = 700;
/** Who saves again and again gets one reload for the first and one for all that follow: these end by such a pause. */
const AFTER_RELOAD_MS = 300;
const RELOADED_MS = 1_000;
const IGNORED = /[\\/](?:\.git|node_modules|\.cluster-lab)[\\/]/;

/** Compares what is on disk with what the lab runs whenever a file changes, by whatever hand, and lets nginx follow. */
export class Live implements Disposable {
  private readonly subscriptions: Disposable[];
  private watchers: FileSystemWatcher[] = [];
  private watched: Lab | undefined;
  /** By their delays: what comes late does not hold up what is due. */
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private looking = false;
  /** Somebody asked for it while it was under way. */
  private again: 'look' | 'changed' | undefined;
  /** The files of nginx that were tried last: what was refused is not tried again as it is. */
  private tried = '';
  private reloaded = 0;
  /** Somebody has said yes to what there is when it is looked at next. */
  private wanted = false;
  /** Somebody applies the changes just now: what is saved meanwhile is looked at afterwards. */
  private held = 0;
  private readonly states = new Map<string, string>();

  constructor(
    private readonly deps: LiveDeps,
    private readonly status: LiveStatus,
  ) {
    this.subscriptions = [
      deps.host.onDidChange(() => this.follow()),
      workspace.onDidSaveTextDocument(({ uri }) => this.happened(uri, AFTER_SAVE_MS)),
      // Somebody may have applied the changes in a terminal.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.soon('look', AFTER_CHANGE_MS);
      }),
    ];
    this.follow();
  }

  /** The plan of the lab as the files are now; undefined where none can be made. */
  async plan(lab: Lab): Promise<Deployment | undefined> {
    const { wishes } = lab.deployment;
    if (!wishes) return undefined;
    const answer = await this.deps.language.deployment(wishes);
    if (!answer.ok) {
      this.deps.log.warn(answer.message);
      return undefined;
    }
    return { ...answer.deployment, folder: lab.deployment.folder };
  }

  /** Compares anew, and tells the host. */
  async compare(lab: Lab): Promise<{ plan: Deployment; differences: Differences } | undefined> {
    const plan = await this.plan(lab);
    const differences = plan && (await lab.compare(plan, this.options));
    if (this.deps.host.lab === lab) this.deps.host.compared(differences);
    return plan && differences && { plan, differences };
  }

  /** Brings changes to the lab; whatever changes meanwhile is looked at behind it. */
  async apply(
    lab: Lab,
    plan: Deployment,
    options: Pick<ApplyOptions, 'signal' | 'onStep' | 'reloadOnly'>,
  ): Promise<Applied> {
    this.held++;
    const { nginxTest } = this.deps;
    this.tried = keyOf(plan);
    try {
      const applied = await lab.apply(plan, { ...this.options, ...options });
      if (this.deps.host.lab === lab) this.told(plan, applied, options.reloadOnly === true);
      await nginxTest.told(plan, []);
      return applied;
    } catch (error) {
      if (isLabError(error) && error.kind === 'nginx-refused')
        await nginxTest.told(plan, error.detail.lines ?? []);
      throw error;
    } finally {
      this.held--;
      this.soon(this.again ?? 'look', 0);
    }
  }

  /** What is left needs no look at the containers. */
  private told({ nginx }: Deployment, { left }: Applied, ofNginx: boolean): void {
    const { host } = this.deps;
    const others = (host.differences?.files ?? []).filter(({ node }) => ofNginx && node !== nginx.name);
    host.compared({
      files: [...left.files, ...others],
      restart: [...new Set([...left.restart, ...(ofNginx ? (host.differences?.restart ?? []) : [])])],
    });
  }

  dispose(): void {
    this.forget();
    for (const one of [...this.subscriptions, ...this.watchers]) one.dispose();
  }

  private get options(): { assets: string; unsaved: ReadonlySet<string> } {
    const dirty = workspace.textDocuments.filter(({ isDirty }) => isDirty);
    return {
      assets: this.deps.host.assets,
      unsaved: new Set(dirty.map(({ uri }) => pathOf(uri.fsPath))),
    };
  }

  /** A lab has come or gone, or one of its nodes was started, perhaps by somebody who put files into it. */
  private follow(): void {
    const { lab } = this.deps.host;
    const started = lab?.nodes.some(
      ({ name, state }) => state === 'running' && (this.states.get(name) ?? state) !== state,
    );
    this.states.clear();
    for (const { name, state } of lab?.nodes ?? []) this.states.set(name, state);
    if (lab === this.watched) {
      if (started) this.soon('look', AFTER_CHANGE_MS);
      return;
    }
    this.watched = lab;
    for (const watcher of this.watchers.splice(0)) watcher.dispose();
    this.forget();
    this.again = undefined;
    this.wanted = false;
    if (!lab) return;
    this.watchers = placesOf(lab.deployment).map((place) => {
      const watcher = workspace.createFileSystemWatcher(place);
      for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
        event((uri) => this.happened(uri, AFTER_CHANGE_MS));
      return watcher;
    });
    this.soon('look', 0);
  }

  private happened(uri: Uri, delay: number): void {
    if (!this.watched || uri.scheme !== 'file' || IGNORED.test(uri.fsPath)) return;
    const isAgain = Date.now() - this.reloaded < RELOADED_MS;
    this.soon('changed', isAgain ? Math.max(delay, AFTER_RELOAD_MS) : delay);
  }

  private soon(what: 'look' | 'changed', delay: number): void {
    if (!this.watched) return;
    // A change is not forgotten over a mere look, nor is a later answer of the disk over an earlier one of the editor.
    if (this.again !== 'changed') this.again = what;
    if (this.looking || this.held > 0) return;
    clearTimeout(this.timers.get(delay));
    this.timers.set(
      delay,
      setTimeout(() => void this.look(), delay),
    );
  }

  private forget(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async look(): Promise<void> {
    const lab = this.watched;
    const what = this.again;
    if (!lab || this.looking || what === undefined) return;
    this.again = undefined;
    this.looking = true;
    try {
      const found = await this.compare(lab);
      if (found) await this.reload(lab, found, what === 'changed');
    } catch (error) {
      // That the lab is gone is told where that is known.
      if (this.deps.host.lab === lab) this.deps.log.error(inspect(error));
      else this.deps.log.debug(inspect(error));
    } finally {
      this.looking = false;
      if (this.again) this.soon(this.again, AFTER_RELOAD_MS);
    }
  }

  /** Lets nginx take its files, where they have changed while the lab ran, and as the setting says. */
  private async reload(
    lab: Lab,
    { plan, differences }: { plan: Deployment; differences: Differences },
    isNews: boolean,
  ): Promise<void> {
    const { host, log } = this.deps;
    const own = differences.files.filter(({ node }) => node === plan.nginx.name);
    const key = keyOf(plan);
    const wanted = isNews && this.wanted;
    if (isNews) this.wanted = false;
    if (!isNews || own.length === 0) {
      // What was refused was taken back, or was made to fit.
      if (own.length === 0 && this.tried !== '' && this.tried !== key) {
        this.tried = '';
        this.status.clear();
        await this.deps.nginxTest.told(plan, []);
      }
      return;
    }
    if (own.some(({ need }) => need === 'restart' || need === 'recreate')) return;
    if (!wanted) {
      if (key === this.tried) return;
      this.tried = key;
      const setting = onSave(plan.folder === null ? undefined : Uri.file(plan.folder));
      if (setting === 'ask') void this.ask(lab);
      if (setting !== 'reload') return;
    }
    this.status.working(l10n.t('Testing nginx'));
    try {
      const { nginx } = await this.apply(lab, plan, {
        reloadOnly: true,
        signal: new AbortController().signal,
        onStep: ({ message }) => {
          log.info(message);
          this.status.working(message);
        },
      });
      if (!nginx) {
        this.status.clear();
        return;
      }
      const text = nginx.how === 'copied' ? l10n.t('nginx has the new files') : l10n.t('nginx reloaded');
      this.status.done(text, closedWords(nginx));
      log.info([text, closedWords(nginx)].join('. '));
    } catch (error) {
      if (!isLabError(error)) {
        this.status.clear();
        throw error;
      }
      log.warn([`${error.message} ${error.nextStep}`, ...(error.detail.lines ?? [])].join('\n'));
      if (error.kind === 'lab-gone' || host.lab !== lab) this.status.clear();
      else if (error.kind === 'nginx-refused')
        this.status.refused(
          l10n.t('nginx keeps the old configuration'),
          `${error.message}\n${error.nextStep}`,
        );
      else this.status.refused(error.message, error.nextStep);
    } finally {
      this.reloaded = Date.now();
    }
  }

  /**
   * What changes until somebody answers is marked as ever, and a yes is one to what there is then. VS Code takes the question
   * away when it is asked again.
   */
  private async ask(lab: Lab): Promise<void> {
    if (!(await isWanted()) || this.watched !== lab) return;
    this.wanted = true;
    this.soon('changed', 0);
  }
}

/** What a reload did to those who were connected. */
export function closedWords({ closed = 0, keeps = false }: Reloaded): string {
  if (closed === 0) return '';
  return keeps
    ? l10n.t(
        '{0} connections of clients were closed: where keepalive_min_timeout holds, behind an answer that said so, or after a longer pause.',
        closed,
      )
    : l10n.t(
        '{0} connections that clients kept open were closed; whoever was just sending on one saw a reset. From nginx 1.27.4 on keepalive_min_timeout prevents that: write it, or set clusterLab.lab.keepaliveMinTimeout.',
        closed,
      );
}

async function isWanted(): Promise<boolean> {
  const reload = l10n.t('Reload nginx');
  const text = l10n.t('A file of nginx has changed. Test it, and reload the nginx of the lab?');
  return (await window.showInformationMessage(text, reload, l10n.t('Not now'))) === reload;
}

const keyOf = ({ nginx }: Deployment): string => JSON.stringify(nginx.files);

/** Where files of a plan lie: its folder, and what it takes from elsewhere. */
function placesOf({ folder, nginx, tomcats, compile }: Deployment): RelativePattern[] {
  if (folder === null) return [];
  const named = [nginx, ...tomcats].flatMap(({ files }) =>
    files.flatMap(({ origin, content }) => [
      ...(origin === undefined ? [] : [origin]),
      ...(content.kind === 'copy' ? [content.from] : []),
    ]),
  );
  const elsewhere = [...named, ...(compile?.sources ?? [])].filter((path) => !path.startsWith(`${folder}/`));
  return [
    new RelativePattern(Uri.file(folder), '**/*'),
    ...[...new Set(elsewhere)].flatMap((path) => [
      new RelativePattern(Uri.file(path), '**/*'),
      new RelativePattern(Uri.joinPath(Uri.file(path), '..'), path.slice(path.lastIndexOf('/') + 1)),
    ]),
  ];
}

/** Tells menus whether there is something to apply: `clusterLab.outdated`. */
export function publishOutdated({ host, log }: LiveDeps): Disposable {
  let published = false;
  return host.onDidChange(() => {
    const isOutdated = host.changedFiles.length + (host.differences?.restart.length ?? 0) > 0;
    if (isOutdated === published) return;
    published = isOutdated;
    setContext('outdated', isOutdated, log);
  });
}
