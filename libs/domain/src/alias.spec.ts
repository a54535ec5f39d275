import { aStanding, outcomeOf, refusalOf } from '../test/standings.ts';
import {
  aliasesLeftBy,
  assertNoAliases,
  type Alias,
  assertMayAlias,
  assertOwnRows,
  chooseAliasColumns,
  countsAsDrop,
  isHiddenThroughLinks,
  needsColumns,
  waysTo,
} from './alias.ts';
import { newId } from './ids.ts';

const source = newId('table');
const [a, b] = [newId('column'), newId('column')];
const columns = [
  { id: a, name: 'a', type: 'STRING', nullable: true },
  { id: b, name: 'B', type: 'STRING', nullable: true },
];
const whole: Alias = { source, filter: undefined, columns: undefined };
const filtered: Alias = { ...whole, filter: { kind: 'null', column: a } };
const chosen: Alias = { ...whole, columns: [a] };
const both: Alias = { ...filtered, columns: [a] };

describe('what links show', () => {
  it.each<[string, Alias | undefined, boolean]>([
    ['a table', undefined, false],
    ['a whole alias', whole, false],
    ['an alias filtered by a condition', filtered, true],
    ['an alias without synchronized columns', chosen, true],
    ['an alias with both', both, true],
  ])('%s is hidden: %s', (_, alias, isHidden) => {
    expect(isHiddenThroughLinks(alias)).toBe(isHidden);
  });

  it('reaches what it does not show by no link, and all else by each', () => {
    const link = { link: newId('link'), project: newId('project'), readsRows: true, writes: true };
    const reach = { owner: aStanding(), links: [link] };
    const id = newId('table');
    expect(waysTo({ id, alias: filtered }, reach)).toEqual({ owner: reach.owner, links: [] });
    expect([whole, undefined].map((alias) => waysTo({ id, alias }, reach))).toEqual([reach, reach]);
    const granted = { ...reach, links: [{ ...link, granted: new Set([id]) }] };
    expect(waysTo({ id, alias: whole }, granted)).toEqual(granted);
    expect(waysTo({ id: source, alias: undefined }, granted).links).toEqual([]);
    expect(waysTo({ id, alias: filtered }, granted).links).toEqual([]);
  });

  it.each<[string, Alias, Alias, boolean]>([
    ['a whole alias gets a filter', whole, filtered, true],
    ['a whole alias ends its synchronization', whole, chosen, true],
    ['a whole alias stays whole', whole, whole, false],
    ['a filter goes', filtered, whole, false],
    ['a filter changes', filtered, both, false],
    ['synchronization comes back', chosen, whole, false],
  ])('counts as a drop where %s: %#', (_, before, after, isDrop) => {
    expect(countsAsDrop(before, after)).toBe(isDrop);
  });
});

describe('what an alias may show', () => {
  const project = newId('project');

  it.each([
    ['a table of its project', { project, alias: undefined }, 'yes'],
    ['a table of another project', { project: newId('project'), alias: undefined }, 'reshare_forbidden'],
    ['an alias of its project', { project, alias: whole }, 'invalid_field'],
    ['an alias of another project', { project: newId('project'), alias: whole }, 'reshare_forbidden'],
  ])('%s: %#', (_, shown, outcome) => {
    expect(outcomeOf(() => assertMayAlias(project, { id: source, ...shown }))).toBe(outcome);
  });

  it('has rows of its own unless it is an alias', () => {
    expect(outcomeOf(() => assertOwnRows({ id: source, alias: undefined }))).toBe('yes');
    expect(outcomeOf(() => assertOwnRows({ id: newId('table'), alias: whole }))).toBe('invalid_field');
  });

  it.each<[string, boolean, string[], readonly string[] | undefined | 'invalid_field']>([
    ['synchronized', true, [], undefined],
    ['synchronized and named', true, ['a'], 'invalid_field'],
    ['as they are now', false, [], [a, b]],
    ['named, in any case', false, ['b', 'A'], [b, a]],
    ['named twice', false, ['a', 'A'], 'invalid_field'],
    ['named, but none', false, ['c'], 'invalid_field'],
  ])('columns %s: %#', (_, isSynchronized, names, expected) => {
    const choose = () => chooseAliasColumns(isSynchronized, names, columns);
    if (expected === 'invalid_field') expect(outcomeOf(choose)).toBe(expected);
    else expect(choose()).toEqual(expected);
  });
});

describe('what an alias needs', () => {
  it.each<[string, Alias, (typeof a)[], boolean]>([
    ['a whole one, no column', whole, [a, b], false],
    ['a filtered one, those that it looks at', filtered, [a], true],
    ['a filtered one, no other', filtered, [b], false],
    ['one of chosen columns, one of them', chosen, [a], true],
    ['one of chosen columns, not all', { ...whole, columns: [a, b] }, [a], false],
    ['one of chosen columns, none of the others', chosen, [b], false],
  ])('%s: %#', (_, alias, lost, needs) => {
    expect(needsColumns(alias, new Set(lost))).toBe(needs);
  });

  it('is told as what stands in the way, up to as many as are read', () => {
    const bucket = newId('bucket');
    const many = Array.from({ length: 30 }, () => ({ id: newId('table'), bucket }));
    const ids = many.map(({ id }) => id);
    const refused = (aliases: typeof many) =>
      refusalOf(() => assertNoAliases(source, aliasesLeftBy(source, aliases)))?.facts;
    expect(refused([])).toBeUndefined();
    expect(refused(many.slice(0, 1))).toEqual({ kind: 'alias', count: '1', aliases: ids[0] });
    expect(refused(many)).toEqual({ kind: 'alias', count: '30', aliases: ids.slice(0, 25).join(', ') });
  });

  it('does not stand in the way of a bucket that takes the alias along', () => {
    const [bucket, elsewhere] = [newId('bucket'), newId('bucket')];
    const [inside, outside] = [
      { id: newId('table'), bucket },
      { id: newId('table'), bucket: elsewhere },
    ];
    expect(aliasesLeftBy(bucket, [inside, outside])).toEqual({ named: [outside.id], count: 1 });
    expect(aliasesLeftBy(source, [inside, outside])).toEqual({ named: [inside.id, outside.id], count: 2 });
  });
});
