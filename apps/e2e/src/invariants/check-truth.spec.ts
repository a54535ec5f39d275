import { findViolations } from './check-truth.ts';
import type { LinkFact, Truth } from './truth.ts';

const link: LinkFact = {
  ...{ id: 'lnk', share: 'shr', project: 'dst', bucket: 'bkt', name: 'Ops' },
  ...{ state: 'active', isOutside: false, removal: undefined },
};

/** A bucket with a table, shared to a listed project and linked there: right as it is. */
const whole: Truth = {
  projects: ['src', 'dst'],
  shares: [{ id: 'shr', project: 'src', bucket: 'bkt', audience: 'selected_projects', targets: ['dst'] }],
  links: [link, { ...link, id: 'old', state: 'removed', removal: 'forced' }],
  holds: [{ holder: 'lnk', object: 'bkt', project: 'dst' }],
  names: [
    { scope: 'src', key: 'flights', owner: 'bkt' },
    { scope: 'bkt', key: 'rows', owner: 'tbl' },
    { scope: 'dst', key: 'ops', owner: 'lnk' },
  ],
  buckets: [{ id: 'bkt', scope: 'src', name: 'Flights' }],
  tables: [{ id: 'tbl', scope: 'bkt', name: 'rows' }],
  closed: [],
  closings: [],
  running: [],
};

const closed = { service: 'sharing', project: 'dst' };
const [share] = whole.shares;
const [hold] = whole.holds;
const [ofBucket, ofTable, ofLink] = whole.names;
if (!share || !hold || !ofBucket || !ofTable || !ofLink) throw new Error('the truth is empty');

describe('findViolations', () => {
  it('finds nothing in a right state', () => {
    expect(findViolations(whole)).toEqual([]);
    expect(
      findViolations({ ...whole, links: [{ ...link, isOutside: true }], shares: [{ ...share, targets: [] }] }),
    ).toEqual([]);
    expect(findViolations({ ...whole, closed: [{ service: 'sharing', project: 'deleted long ago' }] })).toEqual([]);
  });

  it('lets a share outlive its bucket, so long as nobody links it', () => {
    const without = { links: [], holds: [], tables: [], buckets: [], names: [] };
    expect(findViolations({ ...whole, ...without })).toEqual([]);
  });

  it.each<[string, Partial<Truth>, string]>([
    ['a live link without its share', { shares: [] }, 'lnk lives, and its share shr is gone'],
    [
      'a live link without its bucket',
      { buckets: [], tables: [], names: [ofLink] },
      'lnk lives, and its bucket bkt is gone',
    ],
    [
      'a live link to what is not shared',
      { shares: [{ ...share, bucket: 'other' }] },
      'lnk shows bkt, which its share does not share',
    ],
    ['a live link that holds nothing', { holds: [] }, 'lnk lives, and has 0 holds'],
    ['a hold on another thing', { holds: [{ ...hold, object: 'other' }] }, 'lnk holds another thing than its bucket'],
    ['a hold of no live link', { holds: [hold, { ...hold, holder: 'old' }] }, 'old holds, and is no live link'],
    [
      'an unlisted link without a flag',
      { shares: [{ ...share, targets: [] }] },
      'lnk is in a project that the audience does not list, and is not flagged',
    ],
    [
      'a link that was never finished',
      { links: [link, { ...link, id: 'new', state: 'pending' }] },
      'new is still pending',
    ],
    [
      'a link that was undone and kept',
      { links: [link, { ...link, id: 'new', state: 'removed', removal: 'undone' }] },
      'new was never active, and is kept',
    ],
    [
      'a request that never ended',
      { running: [{ service: 'sharing', method: 'm', thing: 't' }] },
      'sharing has a request of m for t that never ended',
    ],
    ['a deletion that never ended', { closings: ['dst'], closed: [closed] }, 'the deletion of dst has not ended'],
    ['a project that stays closed', { closed: [closed] }, 'sharing takes nothing new into dst, which nobody deletes'],
    ['a thing without a name', { names: [ofBucket, ofTable] }, 'lnk has 0 names'],
    ['a thing with two names', { names: [...whole.names, { ...ofLink, key: 'old' }] }, 'lnk has 2 names'],
    [
      'a thing under another name',
      { names: [ofBucket, ofTable, { ...ofLink, key: 'other' }] },
      'lnk is called Ops, and its name is other',
    ],
    [
      'a name in another place',
      { names: [ofBucket, ofTable, { ...ofLink, scope: 'src' }] },
      'lnk has its name in src, not in dst',
    ],
    [
      'a name of nothing',
      { names: [...whole.names, { ...ofLink, owner: 'old' }] },
      'the name ops in dst is of old, which is not there',
    ],
    ['a share of a deleted project', { projects: ['dst'] }, 'shr is shared by a deleted project'],
    ['a link in a deleted project', { projects: ['src'] }, 'lnk lives in dst, which is deleted'],
    [
      'a table in no bucket',
      { tables: [{ id: 'tbl', scope: 'gone', name: 'rows' }] },
      'tbl is in a bucket that is gone',
    ],
  ])('finds %s', (_, change, violation) => {
    expect(findViolations({ ...whole, ...change })).toContain(violation);
  });

  it('finds two live links of one project to one share', () => {
    expect(findViolations({ ...whole, links: [link, { ...link, id: 'two' }] })).toContain(
      'lnk is one of 2 live links of its project to its share',
    );
  });
});
