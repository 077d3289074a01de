import { l10n } from 'vscode';
import type * as LabModule from './lab';

let loaded: typeof LabModule | undefined;

/** The lab engine, in the language of the editor. Loaded on first use: a window without a lab never pays for it. */
export function labModule(): typeof LabModule {
  if (loaded) return loaded;
  const lab: typeof LabModule = require('./lab.js');
  if (l10n.uri) lab.configureLanguage({ fsPath: l10n.uri.fsPath });
  loaded = lab;
  return lab;
}
