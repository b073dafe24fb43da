import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { makeLocalSigner, verifierOf } from '../../../adapters/signer-local.ts';
import { signedText } from '../../../core/approval/signed-text.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-signer-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

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
  test('openssl agrees with the signature and with the fingerprint', async () => {
    const signer = await makeLocalSigner(directory, 'openssl');
    const { signature } = await signer.sign('grant', { a: 1 });
    const at = (name: string) => join(directory, name);
    writeFileSync(at('text'), signedText('grant', { a: 1 }));
    writeFileSync(at('sig'), Buffer.from(signature, 'base64'));
    expect(
      execFileSync('openssl', ['dgst', '-sha256', '-verify', at('openssl.pub.pem'), '-signature', at('sig'), at('text')]).toString(),
    ).toContain('Verified OK');
    execFileSync('openssl', ['pkey', '-pubin', '-in', at('openssl.pub.pem'), '-outform', 'DER', '-out', at('der')]);
    expect(signer.keyId).toBe(
      `sha256:${execFileSync('openssl', ['dgst', '-sha256', '-r', at('der')])
        .toString()
        .slice(0, 64)}`,
    );
    expect(readFileSync(at('openssl.pub.pem'), 'utf8')).toBe(signer.publicKeyPem);
  });
  test('no garbage verifies', async () => {
    const signer = await makeLocalSigner(directory, 'one');
    fc.assert(fc.property(fc.base64String(), (signature) => !signer.verify('grant', {}, { keyId: signer.keyId, signature })));
  });
});
