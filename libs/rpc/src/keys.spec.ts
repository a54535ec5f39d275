import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { keyId, keysFromText, newKeyPair, readPrivateKey, readPublicKeys } from './keys.ts';

const pair = newKeyPair();
const next = newKeyPair();

it('both halves of a pair have one id, and two pairs have two', () => {
  const id = keyId(readPrivateKey(pair.privateKey));
  expect(keyId(createPublicKey(pair.publicKey))).toBe(id);
  expect(keyId(readPrivateKey(next.privateKey))).not.toBe(id);
});

it('a text may hold several keys', () => {
  const keys = readPublicKeys(`the old\n${pair.publicKey}\nand the new\n${next.publicKey}`);
  expect([...keys.keys()]).toEqual([pair, next].map(({ privateKey }) => keyId(readPrivateKey(privateKey))));
});

it.each(['', 'no key at all', pair.privateKey])('a text without a public key holds none', (text) => {
  expect(readPublicKeys(text).size).toBe(0);
});

it('keys of configuration are found by service and id', async () => {
  const find = keysFromText({ catalog: pair.publicKey });
  const kid = keyId(readPrivateKey(pair.privateKey));
  expect((await find('catalog', kid))?.type).toBe('public');
  expect(await find('catalog', 'another')).toBeUndefined();
  expect(await find('sharing', kid)).toBeUndefined();
});

it('a private key of another kind is refused', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  expect(() => readPrivateKey(privateKey)).toThrow('is rsa, not ed25519');
});
