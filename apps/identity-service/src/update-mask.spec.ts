import { maskedFields } from './update-mask.ts';

const fields = ['name', 'description'] as const;

describe('maskedFields', () => {
  it.each<[paths: string[], named: string[]]>([
    [['name'], ['name']],
    [
      ['description', 'name'],
      ['name', 'description'],
    ],
    [['name', 'name'], ['name']],
  ])('%j names %j', (paths, named) => {
    expect([...maskedFields({ paths }, fields)]).toEqual(named);
  });

  it.each<[what: string, mask: { paths: string[] } | undefined, message: RegExp]>([
    ['no mask', undefined, /names no field/],
    ['an empty mask', { paths: [] }, /names no field/],
    ['a field that cannot be changed', { paths: ['id'] }, /names "id"/],
    ['such a field beside one that can', { paths: ['name', 'etag'] }, /names "etag"/],
    ['everything', { paths: ['*'] }, /names "\*"/],
    ['a part of a field', { paths: ['name.first'] }, /names "name.first"/],
  ])('refuses %s', (_, mask, message) => {
    const refused = refusalOf(() => maskedFields(mask, fields));
    expect(refused).toMatchObject({ reason: 'invalid_field', facts: { field: 'update_mask' } });
    expect(refused).toMatchObject({ message: expect.stringMatching(message) });
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
