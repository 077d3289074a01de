/** An address of a node, and since when the node has it: an RFC 3339 stamp of the engine's clock. */
export interface NodeAddress {
  readonly node: string;
  readonly address: string;
  readonly since: string;
}

/** Addresses as Tribes writes them besides: `{10, -43, 7, 10}`, signed bytes; of IPv6 there are sixteen. */
const BYTES = String.raw`\{-?\d{1,3}(?:, -?\d{1,3}){3}(?:(?:, -?\d{1,3}){12})?\}`;

/** As nginx and engines write IPv6, `fd00::2`, and Java `fd00:0:0:0:0:0:0:2%eth0`, which alone may have a port behind it. */
const GROUP = String.raw`[\da-fA-F]{1,4}`;
const WHOLE = String.raw`(?:${GROUP}:){7}${GROUP}`;
const SHORT = String.raw`(?:${GROUP}:)*(?:${GROUP})?::(?:${GROUP}:)*(?:${GROUP})?`;
const ZONE = String.raw`(?:%\w+)?`;
const IPV6 = String.raw`\[(?:${WHOLE}|${SHORT})${ZONE}\]|(?<![\w:.])(?:${WHOLE}${ZONE}(?![\w.]|:[\da-fA-F]{0,4}:)|${SHORT}${ZONE}(?![\w:.]))`;

/** How many addresses are remembered: of nodes that were started again and again. */
const MOST = 1_000;

/**
 * Which node has, and had, which address. An engine gives a container another one when it starts again, so that an old
 * line speaks of the node that had the address then.
 */
export class NodeNames {
  /** In the order in which they were given. */
  private known: NodeAddress[] = [];
  private pattern: RegExp | undefined;
  /** With this all addresses begin: most lines have none. */
  private head = '';

  get addresses(): readonly NodeAddress[] {
    return this.known;
  }

  /** The address that a node has now, or had when it ran last. */
  addressOf(node: string): string | undefined {
    return this.known.findLast((it) => it.node === node)?.address;
  }

  /** A node was started at a time, and has these addresses. */
  learn(node: string, addresses: readonly string[], since: string): void {
    for (const written of addresses) {
      const address = plain(written);
      const last = this.known.findLast((it) => it.address === address);
      if (last?.node === node && last.since === since) continue;
      this.known.push({ node, address, since });
      if (this.known.length > MOST) this.known.shift();
    }
    this.prepare();
  }

  /** Takes over what was known of earlier starts, where nothing is known yet. */
  recall(earlier: readonly NodeAddress[]): void {
    this.known = [...earlier];
    this.prepare();
  }

  private prepare(): void {
    const known = [...new Set(this.known.map(({ address }) => address))];
    const ipv4 = known.filter((address) => !address.includes(':'));
    // IPv6 is written in more ways than one.
    this.head = ipv4.length < known.length ? '' : known.reduce(sharedHead, known[0] ?? '');
    const all = ipv4.map((address) => address.replaceAll('.', String.raw`\.`)).join('|');
    const parts = [
      ...(ipv4.length > 0 ? [String.raw`(?<![\w.]|::ffff:)(?:${all})(?!\w|\.\d)`] : []),
      ...(ipv4.length < known.length ? [IPV6] : []),
    ];
    this.pattern = parts.length === 0 ? undefined : new RegExp([...parts, BYTES].join('|'), 'g');
  }

  /** Who had an address at a time; undefined where nobody is known to have had it. */
  nodeAt(address: string, stamp: string): string | undefined {
    // Stamps of whole seconds, as Podman's are, lie before the start itself.
    const time = Date.parse(stamp) + (stamp.includes('.') ? 0 : 1000);
    return this.known.findLast((it) => it.address === address && !(Date.parse(it.since) > time))?.node;
  }

  /** A text of that time with the nodes' names in place of their addresses. */
  inText(text: string, stamp: string): string {
    const { pattern } = this;
    if (!pattern || !(text.includes(this.head) || text.includes('{'))) return text;
    return text.replace(pattern, (found) => this.nodeAt(addressIn(found), stamp) ?? found);
  }
}

/** How two addresses begin alike. */
function sharedHead(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

const addressIn = (found: string): string => (found.startsWith('{') ? addressOfBytes(found) : plain(found));

/** `10.213.7.10` of `{10, -43, 7, 10}`; of sixteen bytes the IPv6 address as Java writes it. */
export function addressOfBytes(text: string): string {
  const bytes = text
    .slice(1, -1)
    .split(',')
    .map((byte) => Number(byte) & 255);
  if (bytes.length !== 16) return bytes.join('.');
  return Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  ).join(':');
}

/** An IPv6 address as Java writes it, `fd00:0:0:0:0:0:0:2`, without brackets and zone; any other as it is. */
function plain(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address
    .replace(/^\[|\]$/g, '')
    .replace(/%.*/, '')
    .toLowerCase()
    .split('::');
  if (tail === undefined) return groupsOf(head).join(':');
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].join(':');
}

/** Without zeros at their heads. */
const groupsOf = (text: string): string[] =>
  text.split(':').flatMap((group) => (group === '' ? [] : [group.replace(/^0+(?=.)/, '')]));
