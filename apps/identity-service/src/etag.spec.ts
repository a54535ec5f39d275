import { assertEtag, etagOf } from './etag.ts';

const create_time = new Date('2026-01-02T03:04:05.678Z');
const current = { version: 3, create_time };

describe('etagOf', () => {
  it('differs by version, and by when the thing was made', () => {
    const states = [
      current,
      { version: 4, create_time },
      { version: 3, create_time: new Date(create_time.getTime() + 1) },
    ];
    expect(new Set(states.map(etagOf)).size).toBe(states.length);
    expect(etagOf({ ...current })).toBe(etagOf(current));
  });
});

describe('assertEtag', () => {
  it.each([
    ['the one of this state', etagOf(current)],
    ['none', ''],
  ])('admits %s', (_, given) => {
    expect(() => assertEtag(given, current, 'project', 'prj_1')).not.toThrow();
  });

  it.each([
    ['an earlier one', etagOf({ version: 2, create_time })],
    ['any other text', '*'],
  ])('refuses %s, naming the thing', (_, given) => {
    expect(refusalOf(() => assertEtag(given, current, 'project', 'prj_1'))).toMatchObject({
      reason: 'stale_etag',
      facts: { kind: 'project', id: 'prj_1' },
    });
  });
});

function refusalOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
