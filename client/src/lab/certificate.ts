import { generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** The longest that browsers accept of a certificate. */
const VALID_DAYS = 397;

/**
 * One self-signed pair for a whole lab: good for `localhost`, 127.0.0.1 and the names of its containers. RSA, since
 * configurations often allow RSA ciphers only. Written by hand because the libraries for it are bigger than the rest of
 * the lab engine; the structure is RFC 5280's.
 */
export async function selfSigned(names: readonly string[]): Promise<KeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const now = Date.now();
  const issuer = distinguishedName('cluster-lab');
  const toBeSigned = sequence(
    version3,
    integer(serialNumber()),
    sha256WithRsa,
    issuer,
    // A day early, for clocks that are late.
    sequence(utcTime(now - DAY_MS), utcTime(now + (VALID_DAYS - 1) * DAY_MS)),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      CONTEXT_3,
      sequence(
        extension(SUBJECT_ALT_NAME, sequence(...['localhost', ...names].map(dnsName), LOOPBACK_ADDRESS)),
        extension(EXTENDED_KEY_USAGE, sequence(SERVER_AUTH)),
      ),
    ),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, sha256WithRsa, der(BIT_STRING, NO_UNUSED_BITS, signature));
  return {
    certificate: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Tags of the Distinguished Encoding Rules (ITU-T X.690). */
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const NULL = 0x05;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT_0 = 0xa0;
const CONTEXT_3 = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const NO_UNUSED_BITS = Buffer.from([0]);

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

const sequence = (...parts: Buffer[]): Buffer => der(SEQUENCE, ...parts);
const integer = (bytes: Buffer): Buffer => der(INTEGER, bytes);
const objectId = (hex: string): Buffer => der(OBJECT_ID, Buffer.from(hex, 'hex'));
const dnsName = (name: string): Buffer => der(DNS_NAME, Buffer.from(name, 'ascii'));
const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(OCTET_STRING, value));

/** UTCTime reaches to 2049 (RFC 5280, 4.1.2.5.1). */
const utcTime = (ms: number): Buffer =>
  der(UTC_TIME, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const COMMON_NAME = objectId('550403');
const SUBJECT_ALT_NAME = objectId('551d11');
const EXTENDED_KEY_USAGE = objectId('551d25');
const SERVER_AUTH = objectId('2b06010505070301');
const LOOPBACK_ADDRESS = der(IP_ADDRESS, Buffer.from([127, 0, 0, 1]));

const version3 = der(CONTEXT_0, integer(Buffer.from([2])));
/** 1.2.840.113549.1.1.11 */
const sha256WithRsa = sequence(objectId('2a864886f70d01010b'), der(NULL));

const distinguishedName = (commonName: string): Buffer =>
  sequence(der(SET, sequence(COMMON_NAME, der(UTF8_STRING, Buffer.from(commonName)))));

/** Positive, and without a leading zero. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const pem = (label: string, data: Buffer): string =>
  `-----BEGIN ${label}-----\n${data.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
