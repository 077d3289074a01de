import { isMainFile } from '../cluster/configurations';
import type { SourceFile } from '../cluster/source';
import { includedBy } from '../languages/nginx/includes';
import type { NginxDocument } from '../languages/nginx/tree';
import { Lines } from '../languages/text/lines';
import type { Decoded } from './encoding';

/** A file of ours: its text, and what its reader made of it. */
export class LoadedFile implements Decoded {
  private mapped: Lines | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    readonly encoding: Decoded['encoding'],
    readonly stamp: string,
    readonly file: SourceFile,
  ) {}

  get lines(): Lines {
    return (this.mapped ??= new Lines(this.text));
  }
}

/** Whether other files may be included for a change of this one. */
export function leadsElsewhere(before: LoadedFile | undefined, after: LoadedFile | undefined): boolean {
  const [old, now] = [before?.file, after?.file];
  if (old?.kind !== 'nginx' || now?.kind !== 'nginx')
    return [old, now].some(
      (file) =>
        file?.kind === 'nginx' ||
        file?.kind === 'compose' ||
        file?.kind === 'env' ||
        file?.kind === 'dockerfile' ||
        file?.kind === 'cluster-lab.json',
    );
  return leadsOf(old.document) !== leadsOf(now.document);
}

const leadsOf = (document: NginxDocument): string =>
  [isMainFile(document), ...includedBy(document)].join('\n');
