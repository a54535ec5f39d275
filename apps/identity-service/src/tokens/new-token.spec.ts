import { newId } from '@easement/domain';
import { newToken } from './new-token.ts';
import { isSameDigest, secretDigest, tokenSecrets } from './token-secrets.ts';

const secrets = tokenSecrets([new Uint8Array(32)]);
const facts = {
  organization: newId('organization'),
  holder: newId('user'),
  creator: 'operator',
  description: '',
  expireTime: null,
  time: new Date('2026-01-02T03:04:05.678Z'),
};

describe('newToken', () => {
  it('is of the first generation, good without end, and opened by the secret it refers to', () => {
    const { row, reference } = newToken(secrets, facts);
    expect(row).toMatchObject({ generation: 1, expire_time: null, revoke_time: null, previous_digest: null });
    expect(isSameDigest(row.digest, secretDigest(secrets.reveal(reference)))).toBe(true);
  });

  it('is another token each time, with another secret', () => {
    const [one, other] = [newToken(secrets, facts), newToken(secrets, facts)];
    expect(one.row.id).not.toBe(other.row.id);
    expect(secrets.reveal(one.reference)).not.toBe(secrets.reveal(other.reference));
  });
});
