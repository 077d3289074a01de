/** org.apache.catalina.tribes.Channel: SEND_OPTIONS_USE_ACK, _SYNCHRONIZED_ACK, _ASYNCHRONOUS. */
const USE_ACK = 2;
const SYNCHRONIZED_ACK = 4;
const ASYNCHRONOUS = 8;

export const isAsynchronous = (options: number): boolean => (options & ASYNCHRONOUS) !== 0;

/** The same options, but waiting until the other nodes have the message and worked it off: 6 for the default 8. */
export const synchronous = (options: number): number =>
  (options & ~ASYNCHRONOUS) | USE_ACK | SYNCHRONIZED_ACK;
