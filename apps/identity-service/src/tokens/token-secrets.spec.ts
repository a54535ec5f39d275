import fc from 'fast-check';
import { newId } from '@easement/domain';
import { claimedToken, isSameDigest, secretDigest, tokenSecrets } from './token-secrets.ts';

const organization = newId('organization');
const token = newId('token');
const key = (byte: number) => new Uint8Array(32).fill(byte);

describe('tokenSecrets', () => {
  const secrets = tokenSecrets([key(1)]);

  it('makes a secret that begins with the organization and says its token', () => {
    const { reference } = secrets.make(organization, token, 1);
    const secret = secrets.reveal(reference);
    expect(secret).toMatch(new RegExp(`^eas_${organization.slice(4)}_${token.slice(4)}_[A-Za-z0-9_-]{43}$`));
    expect(claimedToken(secret)).toEqual({ organization, token });
  });

  it('reveals the same secret each time, and keeps the digest of just that one', () => {
    const { digest, reference } = secrets.make(organization, token, 3);
    const secret = secrets.reveal(reference);
    expect(secrets.reveal(reference)).toBe(secret);
    expect(isSameDigest(secretDigest(secret), digest)).toBe(true);
  });

  it('makes another secret for another organization, token, generation or key', () => {
    const all = [
      secrets.make(organization, token, 1),
      secrets.make(newId('organization'), token, 1),
      secrets.make(organization, newId('token'), 1),
      secrets.make(organization, token, 2),
      tokenSecrets([key(2)]).make(organization, token, 1),
    ];
    expect(new Set(all.map(({ digest }) => Buffer.from(digest).toString('hex'))).size).toBe(all.length);
  });

  it('keeps nothing of the secret in its reference', () => {
    const { reference } = secrets.make(organization, token, 1);
    const [, proof = ''] = /_([A-Za-z0-9_-]{43})$/.exec(secrets.reveal(reference)) ?? [];
    expect(reference).not.toContain(proof.slice(0, 8));
  });

  it('reveals what was made before its key was followed by another, and makes with the new one', () => {
    const { reference } = secrets.make(organization, token, 1);
    const rotated = tokenSecrets([key(2), key(1)]);
    expect(rotated.reveal(reference)).toBe(secrets.reveal(reference));
    expect(rotated.make(organization, token, 1).reference).toBe(
      tokenSecrets([key(2)]).make(organization, token, 1).reference,
    );
  });

  it('reveals nothing once the key is gone', () => {
    const { reference } = secrets.make(organization, token, 1);
    expect(() => tokenSecrets([key(2)]).reveal(reference)).toThrow(/retired/);
  });

  it.each([
    ['no key', []],
    ['a short key', [key(1).subarray(1)]],
    ['a short key after a good one', [key(1), new Uint8Array(8)]],
  ])('takes not %s', (_, keys) => {
    expect(() => tokenSecrets(keys)).toThrow(TypeError);
  });
});

describe('claimedToken', () => {
  const { reference } = tokenSecrets([key(1)]).make(organization, token, 1);
  const secret = tokenSecrets([key(1)]).reveal(reference);

  it.each([
    ['nothing', ''],
    ['a cut secret', secret.slice(0, -1)],
    ['a longer one', `${secret}A`],
    ['one with a space before it', ` ${secret}`],
    ['one with a line break after it', `${secret}\n`],
    ['one in upper case', secret.toUpperCase()],
    ['one of another product', secret.replace('eas_', 'ghp_')],
    ['one with a letter that ids leave out', secret.replace(/^eas_./, 'eas_u')],
  ])('knows none in %s', (_, text) => {
    expect(claimedToken(text)).toBeUndefined();
  });

  it('knows none in any other text, and does not throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(claimedToken(text)).toBeUndefined();
      }),
    );
  });
});

describe('isSameDigest', () => {
  it('tells digests apart, also those of another length', () => {
    const digest = secretDigest('a');
    expect(isSameDigest(digest, secretDigest('a'))).toBe(true);
    expect(isSameDigest(digest, secretDigest('b'))).toBe(false);
    expect(isSameDigest(digest, digest.subarray(1))).toBe(false);
  });
});
