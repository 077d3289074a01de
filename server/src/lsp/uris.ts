import { fileURLToPath, pathToFileURL } from 'node:url';
import { normalise } from '../languages/text/paths';

/** The path of a file URI; an unsaved document gets one of its own at the top. Undefined for what is no file of ours. */
export function pathOf(uri: string): string | undefined {
  if (uri.startsWith('untitled:')) return `/${uri}`;
  if (!uri.startsWith('file:')) return undefined;
  try {
    return normalise(fileURLToPath(uri));
  } catch {
    // A file on another host, or an escaped slash: nothing that could be read here.
    return undefined;
  }
}

export const uriOf = (path: string): string =>
  path.startsWith('/untitled:') ? path.slice(1) : pathToFileURL(path).href;
