import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { stackOf } from '../workspace/errors';

/**
 * A request handler that never takes the server down: a failure is logged, and the client gets the fallback. A request
 * that was cancelled meanwhile is answered so.
 */
export function guardRequest<Params, Result>(
  connection: Connection,
  name: string,
  fallback: Result,
  handler: (params: Params) => Promise<Result> | Result,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<never>> {
  return async (params, token) => {
    try {
      const result = await handler(params);
      if (!token.isCancellationRequested) return result;
      return new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    } catch (error) {
      connection.console.error(`${name} failed: ${stackOf(error)}`);
      return fallback;
    }
  };
}

/** The same for what nobody waits for: notifications, events, timers. */
export function guardEvent<Params>(
  connection: Connection,
  name: string,
  handler: (params: Params) => Promise<void> | void,
): (params: Params) => void {
  return (params) => {
    void (async () => {
      try {
        await handler(params);
      } catch (error) {
        connection.console.error(`${name} failed: ${stackOf(error)}`);
      }
    })();
  };
}
