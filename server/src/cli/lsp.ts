import { UsageError } from './usage';

const transports = ['--stdio', '--node-ipc', '--socket', '--pipe'];

/** `cluster-lab lsp`: runs the language server on this process until its client ends it. */
export async function lsp(words: readonly string[]): Promise<number> {
  if (!words.some((word) => transports.some((transport) => word.startsWith(transport)))) {
    throw new UsageError('lsp needs --stdio');
  }
  await import('../main');
  return 0;
}
