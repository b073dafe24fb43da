import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { makeLocalSigner, verifierOf } from '../../../adapters/signer-local.ts';
import { signedText } from '../../../core/approval/signed-text.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-signer-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** DER (two integers) as the 64 bytes that WebCrypto wants. */
const rawOf = (der: Buffer): Uint8Array => {
  const first = der.readUInt8(3);
  const [r, s] = [der.subarray(4, 4 + first), der.subarray(6 + first)];
  const padded = (part: Buffer) => Buffer.concat([Buffer.alloc(32), part]).subarray(-32);
  return Buffer.concat([padded(r), padded(s)]);
};

describe('the local signer', () => {
  test('only its owner can read the private key', async () => {
    await makeLocalSigner(directory, 'modes');
    expect(statSync(join(directory, 'modes.key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'modes.pub.pem')).mode & 0o777).toBe(0o644);
  });
  test('keeps its key between starts, also when several start at once', async () => {
    const signers = await Promise.all(Array.from({ length: 8 }, () => makeLocalSigner(directory, 'shared')));
    expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(1);
    const again = await makeLocalSigner(directory, 'shared');
    expect(again.verify('fact', { a: 1 }, await (signers[0] ?? again).sign('fact', { a: 1 }))).toBe(true);
  });
  test('a signature is valid for its purpose and its payload only', async () => {
    const signer = await makeLocalSigner(directory, 'one');
    const signature = await signer.sign('grant', { a: 1, b: [2] });
    expect(signer.verify('grant', { b: [2], a: 1 }, signature)).toBe(true);
    expect(signer.verify('fact', { a: 1, b: [2] }, signature)).toBe(false);
    expect(signer.verify('grant', { a: 1, b: [3] }, signature)).toBe(false);
    expect(signer.verify('grant', { a: 1, b: [2] }, { ...signature, keyId: 'sha256:other' })).toBe(false);
    expect(signer.verify('grant', { a: 1, b: [2] }, { ...signature, signature: 'AAAA' })).toBe(false);
  });
  test('another key does not verify', async () => {
    const [one, two] = await Promise.all([makeLocalSigner(directory, 'one'), makeLocalSigner(directory, 'two')]);
    const signature = await one.sign('head', {});
    expect(verifierOf(one.publicKeyPem).verify('head', {}, signature)).toBe(true);
    expect(two.verify('head', {}, { ...signature, keyId: two.keyId })).toBe(false);
  });
  test('another implementation agrees with the signature, and with the fingerprint', async () => {
    const signer = await makeLocalSigner(directory, 'web');
    const { signature } = await signer.sign('grant', { a: 1 });
    const spki = Buffer.from(signer.publicKeyPem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
    const key = await webcrypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const text = signedText('grant', { a: 1 });
    expect(await webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, rawOf(Buffer.from(signature, 'base64')), text)).toBe(
      true,
    );
    expect(signer.keyId).toBe(`sha256:${createHash('sha256').update(spki).digest('hex')}`);
    expect(readFileSync(join(directory, 'web.pub.pem'), 'utf8')).toBe(signer.publicKeyPem);
  });
  test('no garbage verifies', async () => {
    const signer = await makeLocalSigner(directory, 'one');
    fc.assert(fc.property(fc.base64String(), (signature) => !signer.verify('grant', {}, { keyId: signer.keyId, signature })));
  });
});
