import { l10n } from 'vscode';
import type * as LabModule from '../lab';

let loaded: typeof LabModule | undefined;

/** The lab engine, in the language of the editor. Loaded on first use: a window without a lab never pays for it. */
export function labModule(): typeof LabModule {
  if (loaded) return loaded;
  const lab: typeof LabModule = require('./lab.js');
  if (l10n.bundle) lab.configureLanguage({ contents: l10n.bundle });
  loaded = lab;
  return lab;
}
