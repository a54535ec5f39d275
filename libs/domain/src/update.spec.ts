import { outcomeOf, refusalOf } from '../test/standings.ts';
import { assertFresh, etagOf, maskedFields } from './update.ts';

describe('an update mask', () => {
  const fields = ['name', 'comment'] as const;

  it('answers the fields it names, each once', () => {
    expect(maskedFields({ paths: ['name', 'name'] }, fields)).toEqual(new Set(['name']));
  });

  it.each<[what: string, mask: { paths: string[] } | undefined]>([
    ['nothing', undefined],
    ['no field', { paths: [] }],
    ['a field that cannot be changed', { paths: ['name', 'create_time'] }],
    ['a field in another spelling', { paths: ['Name'] }],
  ])('that names %s is refused', (_, mask) => {
    expect(refusalOf(() => maskedFields(mask, fields))).toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'update_mask' },
    });
  });
});

describe('an etag', () => {
  const thing = { id: 'shr_1', version: 7 };

  it('is another one after each change', () => {
    expect(etagOf({ version: 8 })).not.toBe(etagOf(thing));
  });

  it.each([
    ['the current one', etagOf(thing), 'yes'],
    ['none', '', 'yes'],
    ['an older one', etagOf({ version: 6 }), 'stale_etag'],
    ['a made-up one', 'seven', 'stale_etag'],
  ])('where the caller gives %s', (_, given, outcome) => {
    expect(outcomeOf(() => assertFresh(given, thing))).toBe(outcome);
  });
});
