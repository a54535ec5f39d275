import { aStanding, destination, elsewhere, outcomeOf, source } from '../test/standings.ts';
import {
  assertTransition,
  type Audience,
  countsAsLeft,
  linkExists,
  linkStates,
  type LinkState,
  maySeeLink,
  maySeeLinkName,
  newId,
  noSuchLink,
  showsSource,
  type Standing,
} from './index.ts';

describe('the life of a link', () => {
  const allowed = [
    'pending → active',
    'pending → removing',
    'active → renaming',
    'active → removing',
    'renaming → active',
    'renaming → removing',
    'removing → removed',
  ];
  const pairs = linkStates.flatMap((from) => linkStates.map((to): [LinkState, LinkState] => [from, to]));

  it.each(pairs)('%s → %s goes only where the protocol goes', (from, to) => {
    const outcome = outcomeOf(() => assertTransition(from, to));
    expect(outcome).toBe(allowed.includes(`${from} → ${to}`) ? 'yes' : 'illegal_transition');
  });

  it.each<[state: LinkState, shows: boolean, left: boolean]>([
    ['pending', false, true],
    ['active', true, true],
    ['renaming', true, true],
    ['removing', false, true],
    ['removed', false, false],
  ])('%s: shows its source %s, stands in the way of a withdrawal %s', (state, shows, left) => {
    expect(showsSource(state)).toBe(shows);
    expect(countsAsLeft(state)).toBe(left);
  });
});

describe('a link', () => {
  const link = { project: destination, source };
  const everybody = { project: source, audience: { kind: 'project_members' } satisfies Audience };
  const nobody = { project: source, audience: { kind: 'selected_users', users: new Set<never>() } satisfies Audience };

  it.each<[who: string, standing: Partial<Standing>, whileOffered: boolean, afterwards: boolean, name: boolean]>([
    ['a user of the project that links', { givenRole: 'read' }, true, true, true],
    ['a user of the project that shares', { project: source, givenRole: 'read' }, true, true, false],
    ['a user of a third project', { project: elsewhere, givenRole: 'write' }, false, false, false],
    ['a member of the organization in neither', { organizationRole: 'member' }, false, false, false],
    ['an admin of the organization', { organizationRole: 'admin' }, true, true, true],
    ['support', { organizationRole: 'support' }, true, true, true],
    ['a stranger', {}, false, false, false],
  ])('is known to %s: %j', (_, overrides, whileOffered, afterwards, name) => {
    const standing = aStanding(overrides);
    expect(maySeeLink(link, nobody, [standing])).toBe(whileOffered);
    expect(maySeeLink(link, undefined, [standing])).toBe(afterwards);
    expect(maySeeLinkName(link, standing)).toBe(name);
  });

  it('is known to a member whom the audience admits elsewhere, but not by name, nor once the share is withdrawn', () => {
    const standing = aStanding({ project: elsewhere, givenRole: 'read', organizationRole: 'member' });
    expect(maySeeLink(link, everybody, [standing])).toBe(true);
    expect(maySeeLink(link, undefined, [standing])).toBe(false);
    expect(maySeeLinkName(link, standing)).toBe(false);
  });

  it('is not known to whom the audience admits elsewhere without a role in the organization', () => {
    const standing = aStanding({ project: elsewhere, givenRole: 'write' });
    expect(maySeeLink(link, everybody, [standing])).toBe(false);
  });

  it('that exists is named in the refusal of a second one', () => {
    const first = { id: newId('link'), name: 'ops', project: destination };
    expect(linkExists(first)).toMatchObject({ reason: 'link_exists', facts: { link: first.id, name: 'ops' } });
  });

  it('that is not there to remove is refused in one text, whatever was wrong', () => {
    const refusal = noSuchLink('shr_1', 'prj_1');
    expect(refusal).toMatchObject({ reason: 'no_such_link', facts: { share: 'shr_1', project: 'prj_1' } });
  });
});
