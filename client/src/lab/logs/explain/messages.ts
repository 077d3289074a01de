import texts from './messages.json';

/** Keys of Tomcat's LocalStrings with their texts in each language and release (`npm run catalogue -- messages`). */
export type MessageKey = keyof typeof texts;

interface Pattern {
  readonly regex: RegExp;
  /** The number of the placeholder that each group stands for. */
  readonly order: readonly number[];
}

const compiled = new Map<MessageKey, readonly Pattern[]>();

/** What fills the gaps of a message of Tomcat, in whichever language it is; undefined where it is another message. */
export function argumentsOf(key: MessageKey, message: string): readonly string[] | undefined {
  let patterns = compiled.get(key);
  if (!patterns) compiled.set(key, (patterns = texts[key].map(patternOf)));
  for (const { regex, order } of patterns) {
    const match = regex.exec(message);
    if (!match) continue;
    const values: string[] = [];
    for (const [group, number] of order.entries()) values[number] ??= match[group + 1] ?? '';
    return values;
  }
  return undefined;
}

/**
 * java.text.MessageFormat: `{0}` is a gap and `''` a quote; a text without gaps is not formatted (StringManager.java). Older
 * releases write no brackets around what fills a gap.
 */
function patternOf(text: string): Pattern {
  const order: number[] = [];
  const parts = text.split(/(\[?\{\d+[^}]*\}\]?)/);
  const source = parts
    .map((part) => {
      const number = /\{(\d+)/.exec(part)?.[1];
      if (number === undefined) return escaped(parts.length > 1 ? part.replaceAll("''", "'") : part);
      order.push(Number(number));
      return part.startsWith('[') ? String.raw`\[?(.*?)\]?` : '(.*?)';
    })
    .join('');
  return { regex: new RegExp(`^${source}$`, 's'), order };
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
