import type { Messages } from '../../kernel/messages';
import type { LanguageService } from './client';
import type { LocationReports } from './locationReports';
import type { ReadinessReports } from './readinessReports';

/** What the commands that ask the language server work with. */
export interface LanguageDeps {
  readonly messages: Messages;
  readonly language: LanguageService;
  readonly locationReports: LocationReports;
  readonly readinessReports: ReadinessReports;
}
