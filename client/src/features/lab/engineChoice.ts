import { l10n, ProgressLocation, window, workspace, type Memento, type QuickPickItem } from 'vscode';
import { labModule } from '../../kernel/labModule';
import type { FoundEngine } from '../../lab';
import { labSettings } from '../../kernel/settings';

const KEY = 'clusterLab.engine';

/** Which engine the labs of this workspace run on, where more than one answers. */
export class EngineChoice {
  constructor(private readonly memory: Memento) {}

  /** The setting, else what was chosen for this workspace; undefined: what the machine's own Docker settings say. */
  get host(): string | undefined {
    return this.setting ?? this.memory.get<string>(KEY);
  }

  private get setting(): string | undefined {
    // An engine is what may run files of the workspace as root: that takes trust.
    return workspace.isTrusted ? labSettings(undefined).dockerHost : undefined;
  }

  /** Asks where several engines answer and nothing decides between them. False when nobody has chosen. */
  async decide(): Promise<boolean> {
    if (this.host !== undefined) return true;
    const engines = await labModule()
      .undecidedEngines()
      // What is wrong is told by the start itself.
      .catch(() => []);
    return engines.length < 2 || (await this.pick(engines.map(itemOf)));
  }

  /** Lets somebody choose among all engines that answer. False when nobody has chosen. */
  async choose(): Promise<boolean> {
    const engines = await window.withProgress(
      { location: ProgressLocation.Window, title: l10n.t('Looking for Docker engines') },
      () => labModule().listEngines(),
    );
    const machine: Item = {
      label: l10n.t("As Docker's own settings say"),
      detail: l10n.t('DOCKER_HOST, DOCKER_CONTEXT, the current context, else the first that answers'),
      address: undefined,
    };
    return await this.pick([...engines.map(itemOf), machine]);
  }

  private async pick(items: readonly Item[]): Promise<boolean> {
    const chosen = await window.showQuickPick(
      items.map((item) => (item.address !== undefined && item.address === this.host ? current(item) : item)),
      {
        title: l10n.t('Docker engine for the labs of this workspace'),
        placeHolder: l10n.t('It is remembered; "Cluster Lab: Choose Docker engine" changes it'),
        matchOnDescription: true,
        matchOnDetail: true,
      },
    );
    if (!chosen) return false;
    await this.memory.update(KEY, chosen.address);
    return true;
  }
}

interface Item extends QuickPickItem {
  readonly address: string | undefined;
}

/** A context is known by its name: its address alone would not lead to its certificates. */
const itemOf = ({ address, origin, version, system }: FoundEngine): Item => ({
  label: origin,
  description: address,
  detail: [version && l10n.t('Version {0}', version), system].filter((it) => it !== '').join(', '),
  address: /^context (.+)$/.exec(origin)?.[1] ?? address,
});

const current = (item: Item): Item => ({ ...item, label: `$(check) ${item.label}` });
