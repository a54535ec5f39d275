import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ServiceName } from '@easement/domain';

/** Finds the public key `kid` of a service, wherever an installation keeps them. */
export type KeySource = (issuer: ServiceName, kid: string) => Promise<KeyObject | undefined>;

/** An Ed25519 key pair as PEM. */
export type KeyPair = { readonly privateKey: string; readonly publicKey: string };

export function newKeyPair(): KeyPair {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Reads a private key, or throws without showing it. */
export function readPrivateKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error('the private key is no PEM text of a PKCS #8 key; make a new one or correct the configuration');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`the private key is ${key.asymmetricKeyType}, not ed25519`);
  return key;
}

/** Reads all public keys in a text, by id: several are there while a key is being replaced by the next. */
export function readPublicKeys(text: string): ReadonlyMap<string, KeyObject> {
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  return new Map(
    blocks.map((pem) => {
      const key = createPublicKey(pem);
      return [keyId(key), key];
    }),
  );
}

/** The id of a key pair, the same from either half: a digest of the public one. */
export function keyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('base64url');
}

/** Public keys given by configuration: one PEM text for each service, holding one key or several. */
export function keysFromText(texts: { readonly [Service in ServiceName]?: string }): KeySource {
  const keys = new Map(Object.entries(texts).map(([service, text]) => [service, readPublicKeys(text)]));
  return (issuer, kid) => Promise.resolve(keys.get(issuer)?.get(kid));
}
