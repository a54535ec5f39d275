import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { newId } from '@easement/domain';
import { newToken } from './new-token.ts';
import { toExpireTime, toTokenMessage } from './token-message.ts';
import { tokenSecrets } from './token-secrets.ts';

const time = new Date('2026-01-02T03:04:05.678Z');
const later = new Date(time.getTime() + 1);

function aToken() {
  return newToken(tokenSecrets([new Uint8Array(32)]), {
    organization: newId('organization'),
    holder: newId('user'),
    creator: newId('user'),
    description: 'for the build',
    expireTime: null,
    time,
  });
}

describe('toTokenMessage', () => {
  it('leaves out what has not happened, and all that has to do with the secret', () => {
    const { row } = aToken();
    expect(toTokenMessage({ ...row, previous_digest: row.digest, previous_until: later })).toEqual({
      id: row.id,
      principalId: row.principal_id,
      description: 'for the build',
      createTime: timestampFromDate(time),
      creatorId: row.creator_id,
    });
  });

  it('says when it ends, was rotated, was revoked', () => {
    const { row } = aToken();
    const stamp = timestampFromDate(later);
    expect(toTokenMessage({ ...row, expire_time: later, rotate_time: later, revoke_time: later })).toMatchObject({
      expireTime: stamp,
      rotateTime: stamp,
      revokeTime: stamp,
    });
  });
});

describe('toExpireTime', () => {
  it('is never where no time is given', () => {
    expect(toExpireTime(undefined, time)).toBeNull();
  });

  it('is any time to come', () => {
    expect(toExpireTime(timestampFromDate(later), time)).toEqual(later);
  });

  it.each([
    ['the present', { seconds: BigInt(Math.floor(time.getTime() / 1000)), nanos: 678_000_000 }],
    ['the past', { seconds: 0n, nanos: 0 }],
    ['a time after the year 9999', { seconds: 253_402_300_800n, nanos: 0 }],
    ['a time that no clock can show', { seconds: 2n ** 62n, nanos: 0 }],
  ])('is not %s', (_, stamp) => {
    const asked = { $typeName: 'google.protobuf.Timestamp', ...stamp } as const;
    expect(() => toExpireTime(asked, time)).toThrow('expire_time is not a time to come');
  });
});
