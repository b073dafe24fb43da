import { createPublicKey, generateKeyPairSync, sign, verify as check } from 'node:crypto';
import fc from 'fast-check';
import type { Verify } from '../../../core/approval/grant.ts';
import { signedText } from '../../../core/approval/signed-text.ts';
import { envelopeFrom, pae, PAYLOAD_TYPE } from '../../../core/evidence/dsse.ts';
import { manifestOf, statementOf } from '../../../core/evidence/statement.ts';
import type { Envelope, EvidenceItem } from '../../../core/evidence/store.ts';
import { verifyBundle } from '../../../core/evidence/verify.ts';
import { sha256 } from '../../../core/json.ts';
import { ITEMS, manifest } from './bundle.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = createPublicKey(privateKey);
const verify: Verify = (purpose, payload, { keyId, signature }) =>
  keyId === 'key-1' && check('sha256', signedText(purpose, payload), publicKey, Buffer.from(signature, 'base64'));

const seal = (text: string): Envelope => {
  const unsigned = { payloadType: PAYLOAD_TYPE, payload: Buffer.from(text).toString('base64') } as const;
  return {
    ...unsigned,
    signatures: [{ keyid: 'key-1', sig: sign('sha256', signedText('evidence', unsigned), privateKey).toString('base64') }],
  };
};
const text = statementOf(manifest());
const envelope = seal(text);
const bundle = sha256(text);
const stored =
  (items: Readonly<Record<string, string>>) =>
  ({ name }: EvidenceItem) => {
    const content = items[name];
    return content === undefined ? undefined : { digest: sha256(content), bytes: content.length };
  };
const claim = { bundle, envelope, found: stored(ITEMS), verify };

describe('verifying a bundle', () => {
  test('a whole bundle, from a trusted key', () => {
    const seen = verifyBundle({ ...claim, trust: 'key-1' });
    expect(seen).toMatchObject({ ok: true, matched: 2, total: 2, keyId: 'key-1', origin: 'proven', problems: [] });
    expect(seen.lines[0]).toBe(
      '2 of 2 items match; signature valid (key key-1, origin proven); not collected: data-capture (data capture: not configured: off)',
    );
  });
  test('without a fingerprint the origin is unproven, and said so', () => {
    expect(verifyBundle(claim)).toMatchObject({ ok: true, origin: 'unproven' });
    expect(verifyBundle(claim).lines[0]).toContain('origin unproven');
  });
  test('another key than the trusted one is a failure', () => {
    expect(verifyBundle({ ...claim, trust: 'key-2' })).toMatchObject({ ok: false, origin: 'refuted' });
  });
  test('changed bytes under the same name are a failure, with the name', () => {
    const seen = verifyBundle({ ...claim, found: stored({ ...ITEMS, tags: '[1]' }) });
    expect(seen).toMatchObject({ ok: false, matched: 1 });
    expect(seen.problems[0]).toMatch(/^tags: the stored bytes are other bytes/);
  });
  test('a lost item is a failure', () => {
    expect(verifyBundle({ ...claim, found: () => undefined })).toMatchObject({
      ok: false,
      matched: 0,
      problems: ['endpoint: not in the store', 'tags: not in the store'],
    });
  });
  test('a signature of nobody we know is a failure', () => {
    const strange = { ...envelope, signatures: [{ keyid: 'key-9', sig: envelope.signatures[0]?.sig ?? '' }] };
    expect(verifyBundle({ ...claim, envelope: strange })).toMatchObject({ ok: false, problems: ['no valid signature'] });
  });
  test('a valid bundle under another name is a failure', () => {
    expect(verifyBundle({ ...claim, bundle: sha256('other') }).ok).toBe(false);
  });
  test('an item that is added or dropped behind the signature is a failure', () => {
    const changed = seal(text.replace('"name":"tags","storedAt"', '"name":"renamed","storedAt"'));
    expect(manifestOf(changed)).toBeUndefined();
    expect(verifyBundle({ ...claim, envelope: changed }).ok).toBe(false);
  });
  test('no envelope at all is a failure', () => {
    expect(verifyBundle({ ...claim, envelope: undefined }).ok).toBe(false);
  });
  test('one flipped bit anywhere in payload or signature is a failure', () => {
    const flipped = (base64: string, at: number, bit: number): string => {
      const bytes = Buffer.from(base64, 'base64');
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
      return bytes.toString('base64');
    };
    const sig = envelope.signatures[0]?.sig ?? '';
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), fc.boolean(), (at, bit, payload) => {
        const touched: Envelope = payload
          ? { ...envelope, payload: flipped(envelope.payload, at, bit) }
          : { ...envelope, signatures: [{ keyid: 'key-1', sig: flipped(sig, at, bit) }] };
        expect(verifyBundle({ ...claim, envelope: touched }).ok).toBe(false);
      }),
    );
  });
});

describe('statement and envelope', () => {
  test('the encoding is the one of the DSSE specification', () => {
    expect(Buffer.from(pae('http://example.com/HelloWorld', Buffer.from('hello world'))).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });
  test('the same manifest gives the same bytes, so the same name', () => {
    const shuffled = Object.fromEntries(Object.entries(manifest()).toReversed());
    expect(statementOf({ ...manifest(), ...shuffled })).toBe(text);
  });
  test('a manifest comes back as it went in', () => {
    expect(manifestOf(envelope)).toEqual(manifest());
  });
  test('its subjects are the digests of the items, as in-toto wants them', () => {
    expect(JSON.parse(text)).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'endpoint', digest: { sha256: sha256(ITEMS.endpoint ?? '').slice(7) } }, { name: 'tags' }],
    });
  });
  test('a bundle of nothing cannot be sealed', () => {
    expect(() => statementOf(manifest({ items: [] }))).toThrow('without an item');
  });
  test.each(['', '{', 'null', '[]', '{"payloadType":"x"}'])('%s is no envelope', (content) => {
    expect(envelopeFrom(content)).toBeUndefined();
  });
  test('evidence, grants and facts can never pass for each other', () => {
    const payload = { payloadType: PAYLOAD_TYPE, payload: 'e30=' };
    const texts = (['grant', 'fact', 'head', 'evidence'] as const).map((purpose) =>
      Buffer.from(signedText(purpose, payload)).toString('hex'),
    );
    expect(new Set(texts).size).toBe(4);
    expect(() => signedText('evidence', { some: 'fact' })).toThrow('evidence is signed as');
  });
});
