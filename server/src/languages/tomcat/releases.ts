import { t } from '@vscode/l10n';
import { type In, releasesOf, tomcatLines } from './catalogue';

/**
 * The releases that have a thing, in words, from the oldest line: `9.0.13 and newer`, `10.1`, `11.0`.
 * @param thing what a line has of it
 */
export const releasesWith = (thing: (line: string) => In | undefined): readonly string[] =>
  tomcatLines.flatMap((line) => {
    const entry = thing(line);
    if (!entry) return [];
    const { since, until } = releasesOf(entry).find((one) => one.line === line) ?? {};
    if (since !== undefined) return t('{release} and newer', { release: since });
    return until === undefined ? line : t('up to {release}', { release: until });
  });
