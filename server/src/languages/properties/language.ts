import { beforeItsLine, language, sure } from '../language';
import { featuresOf } from './features';
import { workerSymbols } from './mentions';
import { parseWorkers, type WorkersDocument } from './parse';

/** mod_jk's own line about a worker; a file of that name may hold anything. */
const WORKER = /^\s*worker\.[^\s=]+[ \t]*=/m;

/** workers.properties of mod_jk and the ISAPI redirector. */
export const workers = language<WorkersDocument, 'workers.properties'>({
  id: 'workers',
  title: 'mod_jk',
  kinds: ['workers.properties'],
  names: [{ names: ['workers.properties'], wakes: true }],
  perhaps: [{ names: ['*workers*.properties', '*jk*.properties'] }],
  standsAlone: true,
  recognise: (_, head, { promised, given }) =>
    (promised || given) && WORKER.test(head) ? sure('workers.properties') : undefined,
  parse: parseWorkers,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: ({ comments }) => ({ comments: () => comments, anchor: beforeItsLine }),
  triggers: ['.', '=', ','],
  features: featuresOf,
  symbols: workerSymbols,
});
