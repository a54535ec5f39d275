import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isId, type OrganizationId, parseId, type TokenId } from '@easement/domain';

/** Which secret of which token: enough to make it again, and worth nothing without the key. */
export type SecretReference = string;

export type NewSecret = {
  readonly digest: Uint8Array;
  /** What a record of the request keeps in place of the secret. */
  readonly reference: SecretReference;
};

export type TokenSecrets = {
  readonly make: (organization: OrganizationId, token: TokenId, generation: number) => NewSecret;
  /** The secret itself, the same each time. Throws where its key has been retired. */
  readonly reveal: (reference: SecretReference) => string;
};

const shortestKey = 32;
const shape = /^eas_([0-9a-z]{26})_([0-9a-z]{26})_[A-Za-z0-9_-]{43}$/;

/**
 * Derives secrets, so that none is ever stored and a repeated request can still answer the one it made. Makes with the
 * first key and reveals with any, so that a key is rotated by putting a new one before it; secrets that were given out
 * stay good, since they are checked by their digest alone.
 */
export function tokenSecrets(keys: readonly Uint8Array[]): TokenSecrets {
  const [first] = keys;
  if (first === undefined || keys.some((key) => key.length < shortestKey)) {
    throw new TypeError(`token secrets need one or more keys of at least ${shortestKey} bytes`);
  }
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  return {
    make: (organization, token, generation) => ({
      digest: secretDigest(derive(first, organization, token, generation)),
      reference: [organization, token, generation, keyId(first)].join('/'),
    }),
    reveal: (reference) => {
      const [organization = '', token = '', generation = '', id = ''] = reference.split('/');
      const key = byId.get(id);
      if (key === undefined) {
        throw new Error(
          `the key ${id} of a secret has been retired while its request could still be repeated; keep keys for a day`,
        );
      }
      return derive(key, parseId('organization', organization), parseId('token', token), Number(generation));
    },
  };
}

/** What is kept of a secret, and compared. */
export function secretDigest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether two digests are the same, in a time that tells nothing of how much of them is. */
export function isSameDigest(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Which token a secret says to be of; undefined if it has not the form of a secret. Proves nothing. */
export function claimedToken(
  secret: string,
): { readonly organization: OrganizationId; readonly token: TokenId } | undefined {
  const [, organization = '', token = ''] = shape.exec(secret) ?? [];
  const [organizationId, tokenId] = [`org_${organization}`, `tok_${token}`];
  if (!isId('organization', organizationId) || !isId('token', tokenId)) return undefined;
  return { organization: parseId('organization', organizationId), token: parseId('token', tokenId) };
}

function derive(key: Uint8Array, organization: OrganizationId, token: TokenId, generation: number): string {
  const proof = createHmac('sha256', key).update(`easement token\0${organization}\0${token}\0${generation}`);
  return `eas_${organization.slice(4)}_${token.slice(4)}_${proof.digest('base64url')}`;
}

function keyId(key: Uint8Array): string {
  return createHash('sha256').update('easement key\0').update(key).digest('hex').slice(0, 16);
}
