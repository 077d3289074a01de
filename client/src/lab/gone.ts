import { t } from '@vscode/l10n';
import { LabError } from './lab';

const again = (): string => t('You can start it again at any time.');

/** Somebody else has removed a lab that was still coming up. */
export const goneAtStart = (): LabError =>
  new LabError(
    'lab-gone',
    t('The lab was removed while it started, by another window or a terminal.'),
    again(),
  );

/** The same while its files were brought to it. */
export const goneAtChange = (cause: unknown): LabError =>
  new LabError('lab-gone', t('The lab was removed while its files were being changed.'), again(), { cause });

/** What is still being done to a node ends with its lab. */
export const over = (): LabError =>
  new LabError('cancelled', t('The lab was stopped or removed in the meantime.'), again());
