import { l10n } from 'vscode';

/** How many there are of a thing, with the thing in its right number. */
export const files = (count: number): string => (count === 1 ? l10n.t('1 file') : l10n.t('{0} files', count));
export const problems = (count: number): string =>
  count === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', count);
export const errors = (count: number): string =>
  count === 1 ? l10n.t('1 error') : l10n.t('{0} errors', count);
export const warnings = (count: number): string =>
  count === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', count);
export const hints = (count: number): string => (count === 1 ? l10n.t('1 hint') : l10n.t('{0} hints', count));
export const tomcats = (count: number): string =>
  count === 1 ? l10n.t('1 Tomcat') : l10n.t('{0} Tomcats', count);
