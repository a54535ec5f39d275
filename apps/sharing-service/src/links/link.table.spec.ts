import { linkStates, type RemovalReason } from '@easement/domain';
import { aStoredLink } from '../../test/builders.ts';
import { isListed, type Listing, toLink, toPendingRow, toStateColumns } from './link.table.ts';

const time = new Date('2026-03-04T05:06:07.089Z');

describe('a link in the store', () => {
  it('begins pending, by the key of its name, and comes back as it was', () => {
    const link = aStoredLink({ name: 'Größe' });
    const row = toPendingRow(link);
    expect(row).toMatchObject({ name: 'Größe', name_key: 'grösse', state: 'pending', live: true, listing: 'never' });
    expect(toLink(row)).toEqual(link);
  });

  it('comes back with what it is being renamed to', () => {
    const row = { ...toPendingRow(aStoredLink()), next_name: 'flights', next_stage: null };
    expect(toLink(row).next).toEqual({ name: 'flights', stage: 'in' });
  });

  it('comes back with who removed it, when and why', () => {
    const removal = { time, remover: aStoredLink().creator, reason: 'forced', comment: 'ended' } as const;
    const columns = { remove_time: time, remover_id: removal.remover, removal_reason: removal.reason };
    const row = { ...toPendingRow(aStoredLink()), ...columns, removal_comment: 'ended' };
    expect(toLink(row).removal).toEqual(removal);
    expect(toLink({ ...row, remover_id: null }).removal?.remover).toBeUndefined();
  });
});

describe('the state of a link', () => {
  type Row = [
    state: (typeof linkStates)[number],
    reason: RemovalReason | undefined,
    live: true | null,
    listing: Listing,
  ];
  const rows: Row[] = [
    ['pending', undefined, true, 'never'],
    ['active', undefined, true, 'live'],
    ['renaming', undefined, true, 'live'],
    ['removing', 'unlinked', true, 'gone'],
    ['removing', 'undone', true, 'never'],
    ['removed', 'forced', null, 'gone'],
    ['removed', 'audience_narrowed', null, 'gone'],
  ];

  it.each(rows)('%s by %s: in the way %s, listed %s', (state, reason, live, listing) => {
    expect(toStateColumns(state, time, reason)).toEqual({ state, state_time: time, live, listing });
    const removal = reason && { time, remover: undefined, reason, comment: '' };
    expect(isListed({ state, removal })).toBe(listing !== 'never');
  });

  it('is covered whole by these rows', () => {
    expect(new Set(rows.map(([state]) => state))).toEqual(new Set(linkStates));
  });
});
