import type { LogOutputChannel, Memento } from 'vscode';
import type { Lab } from '../../lab/lab';
import type { NodeAddress } from '../../lab/logs/names';

const KEY = 'clusterLab.addresses';
const MOST = 200;

interface Kept {
  readonly labId: string;
  readonly addresses: readonly NodeAddress[];
}

/** The addresses that the nodes of this window's lab have had: when the window is loaded again, old lines speak of them. */
export class EarlierAddresses {
  constructor(
    private readonly memory: Memento,
    private readonly log: LogOutputChannel,
  ) {}

  of(labId: string): readonly NodeAddress[] {
    const kept = this.memory.get<Kept>(KEY);
    return kept?.labId === labId ? kept.addresses : [];
  }

  keep({ deployment: { labId }, addresses }: Lab): void {
    const last = addresses.at(-1);
    const known = this.of(labId).at(-1);
    if (last?.since === known?.since && last?.address === known?.address) return;
    const kept: Kept = { labId, addresses: addresses.slice(-MOST) };
    this.memory.update(KEY, kept).then(undefined, (error: unknown) => this.log.error(String(error)));
  }
}
