import { type Actor, parseId } from '@easement/domain';
import { type PagedCall, pageTokens } from './page-tokens.ts';
import { beyond, pageSize, type Position } from './pages.ts';

const organization = parseId('organization', 'org_01h455vb4pex5vsknk084sn02q');
const ada: Actor = { kind: 'principal', organization, principal: parseId('user', 'usr_01h455vb4pex5vsknk084sn02q') };
const refusal = (reason: string) => expect.objectContaining({ reason }) as Error;
const key = (byte: number) => new Uint8Array(32).fill(byte);

function aCall(changes: Partial<PagedCall> = {}): PagedCall {
  return { actor: ada, method: 'easement.sharing.v1.ShareService/ListShares', fingerprint: () => 'f1', ...changes };
}

describe('a page token', () => {
  const tokens = pageTokens([key(1)]);
  const position: Position = ['name', 17, 9_223_372_036_854_775_807n, ''];
  const token = tokens.sign(aCall(), position);
  const refused = refusal('bad_page_token');
  const read = (call: PagedCall, text: string, by = tokens) => {
    try {
      return by.read(call, text);
    } catch (error) {
      return error;
    }
  };

  it('gives its own call the position again', () => {
    expect(tokens.read(aCall(), token)).toEqual(position);
  });

  it('is empty where nothing follows, and the empty one is the beginning', () => {
    expect(tokens.sign(aCall(), undefined)).toBe('');
    expect(tokens.read(aCall(), '')).toBeUndefined();
  });

  it.each([
    ['another principal', { actor: { ...ada, principal: parseId('user', 'usr_01h455vb4pex5vsknk084sn03q') } }],
    [
      'another organization',
      { actor: { ...ada, organization: parseId('organization', 'org_01h455vb4pex5vsknk084sn03q') } },
    ],
    ['the operator', { actor: { kind: 'operator' } }],
    ['another list', { method: 'easement.sharing.v1.ShareService/ListGrants' }],
    ['another filter', { fingerprint: () => 'f2' }],
  ] as [string, Partial<PagedCall>][])('is refused from %s', (_, changes) => {
    expect(read(aCall(changes), token)).toEqual(refused);
  });

  it('is refused with any byte changed, cut off or added', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const tampered = Buffer.from(bytes);
      tampered.writeUInt8(tampered.readUInt8(at) ^ 1, at);
      expect(read(aCall(), tampered.toString('base64url'))).toEqual(refused);
      expect(read(aCall(), bytes.subarray(0, at).toString('base64url') || 'A')).toEqual(refused);
    }
    for (const text of [`${token}A`, `${token}=`, `${token} `, ` ${token}`, 'null', '😀']) {
      expect(read(aCall(), text)).toEqual(refused);
    }
  });

  it('outlives a rotation as long as its key is still listed', () => {
    const rotated = pageTokens([key(2), key(1)]);
    expect(rotated.read(aCall(), token)).toEqual(position);
    expect(read(aCall(), rotated.sign(aCall(), position))).toEqual(refused);
    expect(read(aCall(), token, pageTokens([key(2)]))).toEqual(refused);
  });

  it('needs a real key', () => {
    expect(() => pageTokens([])).toThrow('one or more keys');
    expect(() => pageTokens([key(1), new Uint8Array(31)])).toThrow('at least 32 bytes');
  });
});

describe('pageSize', () => {
  it.each([
    [0, 50],
    [1, 1],
    [500, 500],
    [501, 500],
    [2_147_483_647, 500],
  ])('makes %d to %d', (requested, size) => {
    expect(pageSize(requested, { usual: 50, most: 500 })).toBe(size);
  });

  it.each([-1, 1.5, Number.NaN])('refuses %d', (requested) => {
    const refused = refusal('invalid_field');
    expect(() => pageSize(requested, { usual: 50, most: 500 })).toThrow(refused);
  });
});

describe('beyond', () => {
  it('spells out what comes after a position', () => {
    expect(beyond(['id'], ['x'])).toEqual({ sql: '`id` > ?', params: ['x'] });
    expect(beyond(['time', 'id'], [5, 'x'], true)).toEqual({
      sql: '(`time` <= ? AND (`time` < ? OR `id` < ?))',
      params: [5, 5, 'x'],
    });
  });

  it('refuses a position of another order', () => {
    const refused = refusal('bad_page_token');
    expect(() => beyond(['time', 'id'], [5])).toThrow(refused);
    expect(() => beyond(['id'], [5, 'x'])).toThrow(refused);
  });
});
