import { t } from '@vscode/l10n';
import { isRecord } from '../../../../server/src/languages/text/record';

/** Sums up what an engine says of the layers of an image that it pulls. */
export class PullProgress {
  private readonly layers = new Map<string, { current: number; total: number; done: boolean }>();

  /** Takes one event of the stream, and gives where the pull is. */
  take(event: Readonly<Record<string, unknown>>): string {
    const { id, status, progressDetail: detail } = event;
    const said = typeof status === 'string' ? status : '';
    if (typeof id !== 'string' || said.startsWith('Pulling from')) return this.text() || said;
    const layer = this.layers.get(id) ?? { current: 0, total: 0, done: false };
    const { current, total } = isRecord(detail) ? detail : {};
    if (said === 'Downloading' && typeof current === 'number' && typeof total === 'number') {
      layer.current = current;
      layer.total = total;
    }
    if (/^(Download complete|Verifying|Extracting)/.test(said)) layer.current = layer.total;
    if (/^(Pull complete|Already exists)$/.test(said)) {
      layer.current = layer.total;
      layer.done = true;
    }
    if (
      /^(Pulling fs layer|Waiting|Downloading|Download complete|Verifying|Extracting|Pull complete|Already exists)/.test(
        said,
      )
    )
      this.layers.set(id, layer);
    return this.text() || said;
  }

  /** `3 of 7 layers, 45 %`: how much of what is known to come has come; empty before there is any. */
  private text(): string {
    const layers = [...this.layers.values()];
    if (layers.length === 0) return '';
    const done = layers.filter((layer) => layer.done).length;
    const total = layers.reduce((sum, layer) => sum + layer.total, 0);
    const current = layers.reduce((sum, layer) => sum + layer.current, 0);
    if (total === 0) return t('{done} of {count} layers', { done, count: layers.length });
    const percent = Math.floor((100 * current) / total);
    return t('{done} of {count} layers, {percent} %', { done, count: layers.length, percent });
  }
}
