import { Disposable, languages } from 'vscode';
import type { LabHost } from '../../lab/host';
import { LOG_LANGUAGE } from '../channel';
import { LogLinks } from './provider';
import { Sources } from './sources';

/** Stack frames and places of files in logs lead to the user's files. */
export function registerLogLinks(host: LabHost): Disposable {
  const sources = new Sources();
  return Disposable.from(
    sources,
    languages.registerDocumentLinkProvider({ language: LOG_LANGUAGE }, new LogLinks(host, sources)),
  );
}
