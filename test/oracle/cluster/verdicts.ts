import { createServer } from 'node:net';
import { createHash, randomInt } from 'node:crypto';
import { askTomcat } from '../tomcat/java';
import type { Tomcat } from '../tomcat/judge';
import type { Variant } from './scenarios';

/** Where the verdicts are kept: a line a variant and Tomcat, written by `npm run oracle -- cluster`. */
export const tablePath = 'test/oracle/cluster/verdicts.tsv';

/** What two nodes do, by what they are. */
export type Verdicts = ReadonlyMap<string, ReadonlySet<string>>;

/** A change to a variant makes it another one. */
export function keyOf({ scenario: { rule, name, apps }, title, a, b }: Variant, version: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([a, b, apps]))
    .digest('hex')
    .slice(0, 8);
  return [version, rule, name, title, hash].join('\t');
}

/** Runs both nodes of each variant in a real Tomcat. */
export async function judge(
  { home }: Tomcat,
  variants: readonly Variant[],
): Promise<readonly ReadonlySet<string>[]> {
  const lines: string[] = [];
  for (const { a, b, scenario } of variants) {
    const alone = await inAnyPlace();
    const [first, second] = [alone(a), alone(b)].map((text) => Buffer.from(text).toString('base64'));
    lines.push([first, second, ...(scenario.apps ?? ['/app', '/app'])].join('\t'));
  }
  const said = askTomcat(home, 'Peers.java', lines, {
    'webapps/.keep': '',
    'work/.keep': '',
    'temp/.keep': '',
    'logs/.keep': '',
    'conf/.keep': '',
  });
  return variants.map((_, index) => new Set((said.get(index) ?? []).map(({ message }) => message)));
}

/** Puts free ports for those that are written, and a multicast group of nobody else: the same for both nodes. */
async function inAnyPlace(): Promise<(text: string) => string> {
  const free = await freePorts(20);
  const ports = new Map<string, string>();
  const group = `228.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  return (text) =>
    text.replaceAll('228.0.0.4', group).replaceAll(/\bport="(\d+)"/g, (whole: string, port: string) => {
      const known = ports.get(port) ?? free.pop();
      if (known === undefined) return whole;
      ports.set(port, known);
      return `port="${known}"`;
    });
}

async function freePorts(count: number): Promise<string[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? String(address.port) : '';
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export const writeTable = (rows: ReadonlyMap<string, ReadonlySet<string>>): string =>
  [...rows].map(([key, outcome]) => `${key}\t${[...outcome].join(', ')}\n`).join('');

export const readTable = (text: string): Verdicts =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const at = line.lastIndexOf('\t');
        return [line.slice(0, at), new Set(line.slice(at + 1).split(', '))] as const;
      }),
  );
