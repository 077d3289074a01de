import { UsageError } from './usage';

/** `cluster-lab lab start|stop|status`: gives the exit code. */
export function lab(words: readonly string[]): Promise<number> {
  return Promise.reject(new UsageError(`lab ${words.join(' ')} is not there yet`));
}
