/** An address of a node, and since when the node has it: an RFC 3339 stamp of the engine's clock. */
export interface NodeAddress {
  readonly node: string;
  readonly address: string;
  readonly since: string;
}

/** IPv4 addresses as Tribes writes them besides: `{10, -43, 7, 10}`, signed bytes. */
const BYTES = String.raw`\{-?\d{1,3}(?:, -?\d{1,3}){3}\}`;

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
    for (const address of addresses) {
      if (this.known.findLast((it) => it.address === address)?.node === node) continue;
      this.known.push({ node, address, since });
      if (this.known.length > MOST) this.known.shift();
    }
    const known = [...new Set(this.known.map(({ address }) => address))];
    this.head = known.reduce(sharedHead, known[0] ?? '');
    const all = known.map((address) => address.replaceAll('.', String.raw`\.`));
    this.pattern =
      all.length === 0
        ? undefined
        : new RegExp(String.raw`(?<![\w.]|::ffff:)(?:${all.join('|')})(?!\w|\.\d)|${BYTES}`, 'g');
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

const addressIn = (found: string): string => (found.startsWith('{') ? addressOfBytes(found) : found);

/** `10.213.7.10` of `{10, -43, 7, 10}`. */
export const addressOfBytes = (text: string): string =>
  text
    .slice(1, -1)
    .split(',')
    .map((byte) => Number(byte) & 255)
    .join('.');
