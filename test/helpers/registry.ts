import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../../client/src/lab/files';

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const CONFIG = 'application/vnd.docker.container.image.v1+json';
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/**
 * Gives one image, made up, to engines that pull it: the few requests of the registry protocol (distribution/spec, pull)
 * that a pull takes, for those alone who show a name and a password.
 */
export class Registry {
  private readonly blobs = new Map<string, Buffer>();
  private readonly server: Server;
  private manifest = Buffer.alloc(0);
  /** Of these layers the engine gets a part, and then nothing more. */
  private held = false;
  private reached: () => void = () => undefined;

  constructor(
    private readonly user: string,
    private readonly password: string,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** `127.0.0.1:port`, which engines take without TLS. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when the engine waits for the rest of a layer. From now on none is given whole. */
  hold(): Promise<void> {
    this.held = true;
    return new Promise((resolve) => (this.reached = resolve));
  }

  async open(layers: number): Promise<void> {
    const made = [];
    const diffs = [];
    for (let index = 0; index < layers; index++) {
      const content = randomBytes(400_000);
      const file = { path: `/layer${index}`, mode: 0o644, read: () => Promise.resolve(content) };
      const tar = await buffer(tarOf([file]));
      diffs.push(digestOf(tar));
      made.push(this.blob(LAYER, gzipSync(tar)));
    }
    const config = {
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: diffs },
    };
    this.manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: this.blob(CONFIG, Buffer.from(JSON.stringify(config))),
        layers: made,
      }),
    );
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private blob(mediaType: string, bytes: Buffer): { mediaType: string; size: number; digest: string } {
    const digest = digestOf(bytes);
    this.blobs.set(digest, bytes);
    return { mediaType, size: bytes.length, digest };
  }

  private answer({ url = '', headers, method }: IncomingMessage, response: ServerResponse): void {
    const known = `Basic ${Buffer.from(`${this.user}:${this.password}`).toString('base64')}`;
    if (headers.authorization !== known) {
      response.writeHead(401, {
        'WWW-Authenticate': 'Basic realm="tests"',
        'Content-Type': 'application/json',
      });
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
      return;
    }
    if (/^\/v2\/?$/.test(url)) {
      response.end('{}');
      return;
    }
    const isManifest = url.includes('/manifests/');
    const bytes = isManifest ? this.manifest : this.blobs.get(url.split('/').at(-1) ?? '');
    if (!bytes) {
      response.writeHead(404).end();
      return;
    }
    const type = isManifest ? MANIFEST : 'application/octet-stream';
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': bytes.length,
      'Docker-Content-Digest': digestOf(bytes),
    });
    if (method === 'HEAD') response.end();
    else if (this.held && bytes.length > 100_000) {
      response.write(bytes.subarray(0, 1000));
      this.reached();
    } else response.end(bytes);
  }
}
