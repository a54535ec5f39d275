import { type LinkId, newId, type PrincipalId, type ProjectId } from './ids.ts';
import {
  assertMayChangeObject,
  assertMayReadObject,
  assertMaySeeObject,
  grantedThrough,
  type LinkReach,
  type ObjectReach,
  waysInto,
} from './object-reach.ts';
import { Refusal } from './refusal.ts';
import type { OrganizationRole, ProjectRole } from './role.ts';

const owner = 'prj_00000000000000000000000001' as ProjectId;
const linker = 'prj_00000000000000000000000002' as ProjectId;
const principal = 'usr_00000000000000000000000003' as PrincipalId;
const bucket = { kind: 'bucket', id: 'bkt_00000000000000000000000004' };

const ways = {
  'no link': [],
  'a link where it writes': [link({ readsRows: true, writes: true })],
  'a link where it reads': [link({ readsRows: true, writes: false })],
  'a link where it supports': [link({ readsRows: false, writes: false })],
} satisfies Record<string, readonly LinkReach[]>;

type Case = [
  organizationRole: OrganizationRole | undefined,
  givenRole: ProjectRole | undefined,
  way: keyof typeof ways,
  see: string,
  read: string,
  change: string,
];

describe('what a principal may do with an object', () => {
  it.each<Case>([
    ['owner', undefined, 'no link', 'yes', 'yes', 'yes'],
    ['admin', undefined, 'no link', 'yes', 'yes', 'yes'],
    ['member', undefined, 'no link', 'not_found', 'not_found', 'not_found'],
    ['support', undefined, 'no link', 'yes', `missing_role ${owner}`, `missing_role ${owner}`],
    [undefined, undefined, 'no link', 'not_found', 'not_found', 'not_found'],
    [undefined, 'read', 'no link', 'yes', 'yes', `missing_role ${owner}`],
    [undefined, 'write', 'no link', 'yes', 'yes', 'yes'],
    ['support', 'write', 'no link', 'yes', 'yes', 'yes'],
    [undefined, undefined, 'a link where it writes', 'yes', 'yes', 'link_is_read_only'],
    [undefined, undefined, 'a link where it reads', 'yes', 'yes', `missing_role ${linker}`],
    [undefined, undefined, 'a link where it supports', 'yes', `missing_role ${linker}`, `missing_role ${linker}`],
    [undefined, 'read', 'a link where it writes', 'yes', 'yes', 'link_is_read_only'],
    [undefined, 'read', 'a link where it reads', 'yes', 'yes', `missing_role ${owner}`],
    ['support', undefined, 'a link where it reads', 'yes', 'yes', `missing_role ${owner}`],
    [undefined, 'write', 'a link where it writes', 'yes', 'yes', 'yes'],
  ])('%s of the organization, %s in the project, %s: sees %s, reads %s, changes %s', (...row) => {
    const [organizationRole, givenRole, way, see, read, change] = row;
    const reach: ObjectReach = {
      owner: { principal, organizationRole, project: owner, projectExists: true, givenRole },
      links: ways[way],
    };
    expect([
      outcomeOf(() => assertMaySeeObject(reach, bucket)),
      outcomeOf(() => assertMayReadObject(reach, bucket)),
      outcomeOf(() => assertMayChangeObject(reach, bucket)),
    ]).toEqual([see, read, change]);
  });
});

describe('what a link to granted objects shows', () => {
  const [one, other] = [newId('table'), newId('view')];
  const whole = link({ readsRows: true, writes: false });
  const toOne = { ...whole, granted: new Set([one]) };
  const toNone = { ...whole, granted: new Set<typeof one>() };

  it('is no other way than to those', () => {
    const reach: ObjectReach = {
      owner: { principal, organizationRole: undefined, project: owner, projectExists: true, givenRole: undefined },
      links: [whole, toOne, toNone],
    };
    expect(waysInto(reach, [one]).links).toEqual([whole, toOne]);
    expect(waysInto(reach, [other, one]).links).toEqual([whole, toOne]);
    expect(waysInto(reach, [other]).links).toEqual([whole]);
  });

  it('is all that the links show together, and everything where one shows its whole bucket', () => {
    expect(grantedThrough([toOne, whole])).toBeUndefined();
    expect(grantedThrough([toOne, { granted: new Set([other]) }, toNone])).toEqual(new Set([one, other]));
    expect(grantedThrough([toNone])).toEqual(new Set());
  });
});

function link(rights: Pick<LinkReach, 'readsRows' | 'writes'>): LinkReach {
  return { link: 'lnk_00000000000000000000000005' as LinkId, project: linker, ...rights };
}

function outcomeOf(act: () => void): string {
  try {
    act();
    return 'yes';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { reason, facts } = error;
    return reason === 'missing_role' ? `${reason} ${String(facts['scope'])}` : reason;
  }
}
