import { t } from '@vscode/l10n';
import { parseNumber, parseOffset, parseSize, parseTime } from '../check/values';
import type { Placement } from '../configuration';
import type { Word } from '../tree';
import { isOpen, type Report } from './problem';

const cacheValues: Readonly<Record<string, (value: string) => boolean>> = {
  levels: (value) => /^([12](:[12]){0,2})?$/.test(value),
  use_temp_path: (value) => value === 'on' || value === 'off',
  keys_zone: (value) => (parseSize(/^[^:]+:(.*)$/s.exec(value)?.[1] ?? '') ?? 0) >= 8192,
  inactive: (value) => parseTime(value, true) !== undefined,
  max_size: (value) => parseOffset(value) !== undefined,
  min_free: (value) => parseOffset(value) !== undefined,
  loader_files: (value) => parseNumber(value) !== undefined,
  loader_sleep: (value) => parseTime(value) !== undefined,
  loader_threshold: (value) => parseTime(value) !== undefined,
  manager_files: (value) => parseNumber(value) !== undefined,
  manager_sleep: (value) => parseTime(value) !== undefined,
  manager_threshold: (value) => parseTime(value) !== undefined,
};

/** `ngx_http_file_cache_set_slot` in src/http/ngx_http_file_cache.c. */
export function checkCachePath(placement: Placement, report: Report): void {
  const { name, args } = placement.directive;
  if (args.some(isOpen)) return;
  const say = (word: Word, says: string, told: string): void =>
    report({ family: 'limit-zone', placement, word, says, told });
  for (const word of args.slice(1)) {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/s.exec(word.value) ?? [];
    if (key.startsWith('purger')) continue;
    const check = Object.hasOwn(cacheValues, key) ? cacheValues[key] : undefined;
    if (check?.(value)) continue;
    if (!check) {
      say(
        word,
        `invalid parameter "${word.value}"`,
        t('"{word}" is not a parameter of {name}. Remove or correct it.', {
          word: word.value,
          name: name.value,
        }),
      );
    } else if (key === 'keys_zone' && value.startsWith(':')) {
      continue;
    } else if (key === 'keys_zone' && parseSize(/^[^:]+:(.*)$/s.exec(value)?.[1] ?? '') !== undefined) {
      say(
        word,
        `keys zone "${word.value}" is too small`,
        t('The zone needs at least 8k: keys_zone=name:10m.'),
      );
    } else if (key === 'use_temp_path') {
      say(
        word,
        `invalid use_temp_path value "${word.value}", it must be "on" or "off"`,
        t('"{word}" is not a valid value for "{key}". Correct it.', { word: word.value, key }),
      );
    } else if (key === 'keys_zone') {
      say(word, `invalid keys zone size "${word.value}"`, t('The zone needs a size: keys_zone=name:10m.'));
    } else {
      say(
        word,
        `invalid ${key === 'levels' ? '"levels"' : `${key} value`} "${word.value}"`,
        t('"{word}" is not a valid value for "{key}". Correct it.', { word: word.value, key }),
      );
    }
    return;
  }
  if (!args.some(({ value }) => /^keys_zone=[^:]/.test(value)))
    say(
      name,
      `"${name.value}" must have "keys_zone" parameter`,
      t('Give the cache a name and memory for its keys: keys_zone=name:10m.'),
    );
}
