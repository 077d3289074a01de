import { t } from '@vscode/l10n';
import type { NginxContext } from '../contexts';
import type { Word } from '../tree';
import type { DirectiveEntry } from '../catalogue';
import type { Form } from './forms';
import { handlerFault } from './handlers/index';
import { hasPlaceholder } from '../../text/placeholders';
import { either } from '../../text/suggest';
import { isAccess, parseNumber, parseOffset, parseSize, parseTime } from './values';

/** A value that a slot of nginx refuses. `says` is nginx's own sentence, `wants` what would be right. */
export interface ValueFault {
  readonly word: Word;
  readonly says: string;
  readonly wants: string;
  /** All words that would be right, where they can be listed. */
  readonly choices?: readonly string[];
}

const onOff = ['on', 'off'];
/** What would be right; said only where something is wrong. */
type Wants = () => string;

const timeForm: Wants = () =>
  t('a time such as 500ms, 30s or "1m 30s", units from large to small, without fractions or signs');
const secondsForm: Wants = () => t('whole seconds such as 30, 10m or 1d, without fractions or signs');
const sizeForm: Wants = () =>
  t('a size in bytes or with the unit k or m, such as 8k or 1m (g is not allowed here)');
const offsetForm: Wants = () => t('a size in bytes or with the unit k, m or g, such as 512k or 1g');
const numberForm: Wants = () => t('a number');

/**
 * What nginx says of a directive's values (ngx_conf_set_*_slot in src/core/ngx_conf_file.c). Values that hold `${…}` are
 * not known: envsubst may have put anything there.
 */
export function valueFaultOf(
  { entry }: Form,
  args: readonly Word[],
  context: NginxContext,
): ValueFault | undefined {
  const [first] = args;
  if (!first) return undefined;
  return slotFaultOf(entry, args, first) ?? handlerFault(args, entry.name, context);
}

function slotFaultOf(entry: DirectiveEntry, args: readonly Word[], first: Word): ValueFault | undefined {
  const { name, type } = entry;
  switch (type) {
    case 'flag':
      return check(first, onOffText, name, isFlag, () => either(onOff), onOff);
    case 'number':
      return numberFault(first, name, entry.min, entry.max);
    case 'size':
      return check(first, plain, name, isSize, sizeForm);
    case 'offset':
      return check(first, plain, name, isOffset, offsetForm);
    case 'time':
      return check(first, plain, name, isTime, timeForm);
    case 'seconds':
      return check(first, plain, name, isSeconds, secondsForm);
    case 'buffers':
      return buffersFault(first, args[1], name);
    case 'enum':
      return oneOf(first, entry.values);
    case 'bitmask':
      for (const word of args) {
        const fault = oneOf(word, entry.values);
        if (fault) return fault;
      }
      return undefined;
    case 'access':
      return firstOf(args, (word) =>
        check(word, quoting, name, isAccess, () => t('user:, group: or all: followed by r or rw')),
      );
    case 'path':
      return firstOf(args.slice(1), (word) =>
        check(word, plain, name, isPositive, () => t('1, 2 or 3 characters for each level')),
      );
    default:
      if (name === 'keepalive_timeout') return keepaliveFault(first, args[1], name);
      if (name === 'worker_connections') return check(first, quotedNumber, name, isNumber, numberForm);
      return undefined;
  }
}

type Says = (name: string, value: string) => string;
const onOffText: Says = (name, value) =>
  `invalid value "${value}" in "${name}" directive, it must be "on" or "off"`;
const plain: Says = (name) => `"${name}" directive invalid value`;
const badNumber: Says = (name) => `"${name}" directive invalid number`;
const quotedNumber: Says = (_, value) => `invalid number "${value}"`;
const quoting: Says = (_, value) => `invalid value "${value}"`;

const isFlag = (text: string): boolean => /^(on|off)$/i.test(text);
const isTime = (text: string): boolean => parseTime(text) !== undefined;
const isSeconds = (text: string): boolean => parseTime(text, true) !== undefined;
const isSize = (text: string): boolean => parseSize(text) !== undefined;
const isOffset = (text: string): boolean => parseOffset(text) !== undefined;
const isNumber = (text: string): boolean => parseNumber(text) !== undefined;
const isPositive = (text: string): boolean => (parseNumber(text) ?? 0) > 0;

/** `keepalive_timeout 65 60s`: the second is for the response header, in whole seconds. */
const keepaliveFault = (first: Word, header: Word | undefined, name: string): ValueFault | undefined =>
  check(first, plain, name, isTime, timeForm) ??
  (header && check(header, plain, name, isSeconds, secondsForm));

function check(
  word: Word,
  says: Says,
  name: string,
  isRight: (text: string) => boolean,
  wants: Wants,
  choices?: readonly string[],
): ValueFault | undefined {
  if (isRight(word.value) || hasPlaceholder(word.value)) return undefined;
  return { word, says: says(name, word.value), wants: wants(), ...(choices && { choices }) };
}

function numberFault(
  word: Word,
  name: string,
  min: number | undefined,
  max: number | undefined,
): ValueFault | undefined {
  const fault = check(word, badNumber, name, isNumber, numberForm);
  const value = parseNumber(word.value);
  if (fault || value === undefined || (value >= (min ?? 0) && value <= (max ?? Infinity))) return fault;
  const says =
    max === undefined
      ? `value must be equal to or greater than ${min}`
      : `value must be between ${min ?? 0} and ${max}`;
  const wants =
    max === undefined
      ? t('a number of at least {min}', { min: min ?? 0 })
      : t('a number between {min} and {max}', { min: min ?? 0, max });
  return { word, says, wants };
}

function buffersFault(count: Word, size: Word | undefined, name: string): ValueFault | undefined {
  const fault = check(count, plain, name, isPositive, () => t('a number of buffers, at least 1'));
  if (fault || !size) return fault;
  return check(size, plain, name, (text) => (parseSize(text) ?? 0) > 0, sizeForm);
}

function oneOf(word: Word, values: readonly string[] | undefined): ValueFault | undefined {
  if (!values) return undefined;
  if (values.includes(word.value)) return undefined;
  const isOne = (text: string): boolean => {
    const lower = text.toLowerCase();
    return values.some((value) => value.toLowerCase() === lower);
  };
  return check(word, quoting, '', isOne, () => either(values), values);
}

function firstOf(
  words: readonly Word[],
  faultOf: (word: Word) => ValueFault | undefined,
): ValueFault | undefined {
  for (const word of words) {
    const fault = faultOf(word);
    if (fault) return fault;
  }
  return undefined;
}
