import { strict as assert } from 'node:assert';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createServer, connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { selfSigned, type KeyPair } from '../../client/src/lab/certificate';

describe('the certificate of a lab', () => {
  let pair: KeyPair;
  before(async () => {
    pair = await selfSigned(['nginx', 'tomcat1']);
  });

  it('is self-signed, belongs to its key, and is good for every name of the lab today', () => {
    const certificate = new X509Certificate(pair.certificate);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.ok(certificate.checkPrivateKey(createPrivateKey(pair.key)));
    assert.equal(certificate.subject, 'CN=cluster-lab');
    assert.equal(certificate.issuer, certificate.subject);
    for (const name of ['localhost', 'nginx', 'tomcat1']) assert.equal(certificate.checkHost(name), name);
    assert.equal(certificate.checkHost('tomcat9'), undefined);
    assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
    assert.ok(Date.parse(certificate.validFrom) < Date.now());
    assert.ok(Date.parse(certificate.validTo) > Date.now() + 365 * 86_400_000);
  });

  it('is one that a server takes, and a client that trusts it', async () => {
    const server = createServer({ cert: pair.certificate, key: pair.key }, (socket: TLSSocket) =>
      socket.end('hello'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: '127.0.0.1', port, ca: pair.certificate, servername: 'localhost' });
    await once(socket, 'secureConnect');
    assert.equal(socket.authorized, true);
    assert.equal(String((await once(socket, 'data'))[0]), 'hello');
    socket.destroy();
    server.close();
  });

  it('has another key in every lab', async () => {
    const other = await selfSigned([]);
    assert.notEqual(other.key, pair.key);
    assert.notEqual(
      new X509Certificate(other.certificate).serialNumber,
      new X509Certificate(pair.certificate).serialNumber,
    );
  });
});
