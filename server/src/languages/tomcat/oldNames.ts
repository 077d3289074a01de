/** Attributes of the parts of a Channel as Tomcat 5.5 and 6 called them, and what they are called now, by class. */
const OLD_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'org.apache.catalina.tribes.membership.McastService': {
    mcastAddr: 'address',
    mcastAddress: 'address',
    mcastBindAddr: 'bind',
    mcastClusterDomain: 'domain',
    mcastFrequency: 'frequency',
    mcastPort: 'port',
    mcastSoTimeout: 'soTimeout',
    mcastTTL: 'ttl',
    memberDropTime: 'dropTime',
  },
  'org.apache.catalina.tribes.transport.nio.NioReceiver': {
    tcpListenAddress: 'address',
    tcpListenPort: 'port',
    tcpSelectorTimeout: 'selectorTimeout',
    tcpThreadCount: 'maxThreads',
  },
};

/** What an attribute of a class is called now; undefined where it has no older name like that. */
export function presentName(className: string, old: string): string | undefined {
  const names = OLD_NAMES[className];
  return names && Object.hasOwn(names, old) ? names[old] : undefined;
}
