/** org.apache.catalina.tribes.Channel: SEND_OPTIONS_*. */
export const BITS = { ack: 2, sync: 4, async: 8, secure: 16, udp: 32, multicast: 64 } as const;

/** Channel.getSendOptionValue: exact names, in their short form; the long ones are read too. */
const NAMES: ReadonlyMap<string, number> = new Map([
  ['byte', 1],
  ['use_ack', BITS.ack],
  ['sync', BITS.sync],
  ['async', BITS.async],
  ['secure', BITS.secure],
  ['udp', BITS.udp],
  ['multicast', BITS.multicast],
]);

const LONG: ReadonlyMap<string, string> = new Map([
  ['byte_message', 'byte'],
  ['synchronized_ack', 'sync'],
  ['asynchronous', 'async'],
]);

export interface SendOptions {
  readonly value: number;
  readonly isNamed: boolean;
}

/** What options come to; the name that Tomcat does not know where there is one (Channel.parseSendOptions). */
export function readSendOptions(text: string): SendOptions | { readonly unknown: string } | undefined {
  if (/^[+-]?\d+$/.test(text)) return { value: Number(text), isNamed: false };
  if (text === '') return undefined;
  let value = 0;
  for (const name of text.replace(/(?:\s*,\s*)+$/, '').split(/\s*,\s*/)) {
    const bit = NAMES.get(LONG.get(name) ?? name);
    if (bit === undefined) return { unknown: name };
    value |= bit;
  }
  return { value, isNamed: true };
}

/** Written as it was: by number or by names. */
export const writeSendOptions = ({ isNamed }: SendOptions, value: number): string =>
  isNamed
    ? [...NAMES].flatMap(([name, bit]) => ((value & bit) !== 0 ? [name] : [])).join(',')
    : String(value);
