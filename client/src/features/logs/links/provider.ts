import {
  DocumentLink,
  FileType,
  l10n,
  Range,
  workspace,
  type CancellationToken,
  type DocumentLinkProvider,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { Deployment } from '../../../../../server/src/protocol';
import { placesIn, type Place } from '../../../lab/logs/places';
import type { LabHost } from '../../lab/host';
import { nodeOfChannel } from '../logs';
import { candidates } from './files';
import type { Sources } from './sources';

/** More links than these are not drawn: the newest ones are. */
const MOST = 2_000;
/** Lines that are read in one go. */
const LINES = 20_000;

/** What was found in a document that only grows. */
interface Read {
  readonly places: { readonly line: number; readonly node: string | undefined; readonly place: Place }[];
  lines: number;
  /** The last line that was read, by which it is seen that the document is another one now. */
  last: string;
}

/** Links from a log to the files of the user that its lines speak of. What is nobody's file is no link. */
export class LogLinks implements DocumentLinkProvider {
  private readonly read = new WeakMap<TextDocument, Read>();
  /** The lab's files are known by its plan, also when it is gone. */
  private plan: Deployment | undefined;

  constructor(
    host: LabHost,
    private readonly sources: Sources,
  ) {
    host.onPlan(({ plan }) => (this.plan = plan));
  }

  async provideDocumentLinks(document: TextDocument, token: CancellationToken): Promise<DocumentLink[]> {
    const { places } = this.placesOf(document);
    const targets = new Map<string, Promise<Uri | undefined>>();
    const links = await Promise.all(
      places.slice(-MOST).map(async ({ line, node, place }) => {
        const key = `${node} ${JSON.stringify({ ...place, start: 0, end: 0 })}`;
        let target = targets.get(key);
        if (!target) targets.set(key, (target = this.targetOf(place, node)));
        const uri = await target;
        return uri && linkOf(line, place, uri);
      }),
    );
    return token.isCancellationRequested ? [] : links.filter((link) => link !== undefined);
  }

  /** A log grows at its end: what was read before is not read again. */
  private placesOf(document: TextDocument): Read {
    let read = this.read.get(document);
    const last = document.lineCount - 1;
    // What is written after its end is a line of its own.
    const count = document.lineAt(last).text === '' ? last : last + 1;
    if (
      !read ||
      read.lines > count ||
      (read.lines > 0 && document.lineAt(read.lines - 1).text !== read.last)
    ) {
      read = { places: [], lines: Math.max(0, count - LINES), last: '' };
      this.read.set(document, read);
    }
    const own = nodeOfChannel(document.uri.path);
    let node = own ?? read.places.at(-1)?.node;
    for (; read.lines < count; read.lines++) {
      const { text } = document.lineAt(read.lines);
      node = own ?? NODE.exec(text)?.[1] ?? node;
      for (const place of placesIn(text)) read.places.push({ line: read.lines, node, place });
      read.last = text;
    }
    if (read.places.length > 2 * MOST) read.places.splice(0, read.places.length - MOST);
    return read;
  }

  private async targetOf(place: Place, node: string | undefined): Promise<Uri | undefined> {
    if (place.kind === 'class') return await this.sources.find(place.source);
    const there = await Promise.all(candidates(place, node, this.plan).map(existing));
    const found = there.filter((uri) => uri !== undefined);
    return found.length === 1 ? found[0] : undefined;
  }
}

/** Which node an entry of the channel of all nodes is of. */
const NODE = /^\d{4}-\d\d-\d\d [\d:.]+ \[\w+\] \[([\w.-]+)\]/;

async function existing(uri: Uri): Promise<Uri | undefined> {
  try {
    return (await workspace.fs.stat(uri)).type & FileType.File ? uri : undefined;
  } catch {
    return undefined;
  }
}

function linkOf(line: number, place: Place, uri: Uri): DocumentLink {
  const range = new Range(line, place.start, line, place.end);
  const target = place.line === undefined ? uri : uri.with({ fragment: `L${place.line}` });
  const link = new DocumentLink(range, target);
  const path = workspace.asRelativePath(uri);
  link.tooltip = place.line === undefined ? path : l10n.t('{0}, line {1}', path, place.line);
  return link;
}
