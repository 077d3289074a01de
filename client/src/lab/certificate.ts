import { generate } from 'selfsigned';

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** One self-signed pair for a whole lab: good for `localhost`, 127.0.0.1 and the names of its containers. */
export async function selfSigned(names: readonly string[]): Promise<KeyPair> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'cluster-lab' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...['localhost', ...names].map((value) => ({ type: 2 as const, value })),
          { type: 7 as const, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certificate: cert, key };
}
