/** Headers that tell an application what its proxy knows, and what a value of them is. */
interface ForwardedHeader {
  readonly name: string;
  readonly value: string;
  /** Variables that can be no value of it. */
  readonly wrong: RegExp;
}

const NAMES = 'host|http_host|server_name|proxy_host';

export const FORWARDED: ReadonlyMap<string, ForwardedHeader> = new Map(
  [
    {
      name: 'X-Forwarded-For',
      value: '$proxy_add_x_forwarded_for',
      wrong: new RegExp(`^\\$(?:scheme|server_port|remote_port|${NAMES})$`),
    },
    {
      name: 'X-Forwarded-Proto',
      value: '$scheme',
      wrong: new RegExp(
        `^(?:\\$(?:remote_addr|proxy_add_x_forwarded_for|server_port|remote_port|server_protocol|https|${NAMES})|on|ssl|true|1|443|80|wss?)$`,
        'i',
      ),
    },
    {
      name: 'X-Forwarded-Port',
      value: '$server_port',
      wrong: new RegExp(`^\\$(?:scheme|remote_addr|remote_port|proxy_add_x_forwarded_for|${NAMES})$`),
    },
    {
      name: 'X-Forwarded-Host',
      value: '$http_host',
      wrong: /^\$(?:scheme|remote_addr|server_port|remote_port|proxy_add_x_forwarded_for)$/,
    },
  ].map((header) => [header.name.toLowerCase(), header]),
);

/** How people misspell "Forwarded" in them. Others, such as X-Forwarded-Protocol and X-Scheme, are names of their own. */
const MISSPELT =
  /^x[-_](?:forward|forwards|forwarder|forwared|forwareded|forwaded|forwared|forwardded|forworded|fowarded|fowarder|forwaredd|foward|forwarding)[-_](for|proto|port|host)$/;

/** The name that was meant by a misspelt one, in lower case. */
export function meantHeader(name: string): string | undefined {
  const [, kind] = MISSPELT.exec(name.toLowerCase()) ?? [];
  return kind === undefined ? undefined : FORWARDED.get(`x-forwarded-${kind}`)?.name;
}
