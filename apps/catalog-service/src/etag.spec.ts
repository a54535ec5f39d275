import { refusalOf } from '@easement/testing';
import { assertFresh, etagOf } from './etag.ts';

describe('an etag', () => {
  it('differs for each version of a thing', () => {
    const etags = Array.from({ length: 100 }, (_, version) => etagOf({ version }));
    expect(new Set(etags).size).toBe(100);
  });

  it.each([
    ['the one of this version', etagOf({ version: 7 }), undefined],
    ['none', '', undefined],
    ['the one of the version before', etagOf({ version: 6 }), 'stale_etag'],
    ['something else', 'v', 'stale_etag'],
  ])('that is %s, %j: %s', (_, given, outcome) => {
    expect(refusalOf(() => assertFresh(given, { id: 'bkt_1', version: 7 }))?.reason).toBe(outcome);
  });
});
