import { aStanding, destination, elsewhere, outcomeOf, refusalOf, somebody, source } from '../test/standings.ts';
import {
  type AccessFacts,
  type Action,
  actions,
  assertMayAct,
  assertMayAskAbout,
  type Audience,
  hasLinks,
  newId,
  type OrganizationRole,
  type ProjectRole,
  type Reach,
  type Standing,
} from './index.ts';

const object = { kind: 'bucket', id: newId('bucket') };
const link = newId('link');
const reaches = {
  owned: { kind: 'owned' },
  linked: { kind: 'linked', link },
  'not reached': { kind: 'none' },
} satisfies Record<string, Reach>;

function facts(standing: Partial<Standing>, more: Partial<AccessFacts> = {}): AccessFacts {
  const nothing = { blockingLinks: 0, aliases: { named: [], count: 0 }, offer: undefined };
  return { standing: aStanding(standing), reach: reaches.owned, object, ...nothing, ...more };
}

function anOffer(audience: Audience, more: Partial<NonNullable<AccessFacts['offer']>> = {}): AccessFacts['offer'] {
  const organization = newId('organization');
  const bucket = newId('bucket');
  const share = { organization, id: newId('share'), kind: 'bucket', project: source, bucket, audience } as const;
  return { share, standings: [], link: undefined, ...more };
}

describe('acting on an object of a project', () => {
  type Row = [
    organizationRole: OrganizationRole | undefined,
    givenRole: ProjectRole | undefined,
    reach: keyof typeof reaches,
    outcomes: [read: string, write: string, drop: string, share: string],
  ];
  it.each<Row>([
    ['owner', undefined, 'owned', ['yes', 'yes', 'yes', 'yes']],
    ['admin', 'read', 'owned', ['yes', 'yes', 'yes', 'yes']],
    ['member', 'write', 'owned', ['yes', 'yes', 'yes', 'yes']],
    ['member', 'read', 'owned', ['yes', 'missing_role', 'missing_role', 'missing_role']],
    ['member', undefined, 'owned', ['not_found', 'not_found', 'not_found', 'not_found']],
    ['support', undefined, 'owned', ['missing_role', 'missing_role', 'missing_role', 'missing_role']],
    ['support', 'write', 'owned', ['yes', 'yes', 'yes', 'not_organization_member']],
    [undefined, 'admin', 'owned', ['yes', 'yes', 'yes', 'not_organization_member']],
    [undefined, 'read', 'owned', ['yes', 'missing_role', 'missing_role', 'missing_role']],
    [undefined, undefined, 'owned', ['not_found', 'not_found', 'not_found', 'not_found']],
    ['admin', undefined, 'linked', ['yes', 'link_is_read_only', 'link_is_read_only', 'reshare_forbidden']],
    ['member', 'write', 'linked', ['yes', 'link_is_read_only', 'link_is_read_only', 'reshare_forbidden']],
    [undefined, 'write', 'linked', ['yes', 'link_is_read_only', 'link_is_read_only', 'not_organization_member']],
    [undefined, 'read', 'linked', ['yes', 'missing_role', 'missing_role', 'missing_role']],
    ['support', undefined, 'linked', ['missing_role', 'missing_role', 'missing_role', 'missing_role']],
    ['owner', undefined, 'not reached', ['not_found', 'not_found', 'not_found', 'not_found']],
    ['member', 'admin', 'not reached', ['not_found', 'not_found', 'not_found', 'not_found']],
  ])('by %s of the organization, %s in the project, %s: %j', (organizationRole, givenRole, reach, outcomes) => {
    const known = facts({ organizationRole, givenRole }, { reach: reaches[reach] });
    const acts: Action[] = ['read', 'write', 'drop', 'share'];
    expect(acts.map((action) => outcomeOf(() => assertMayAct(action, known)))).toEqual(outcomes);
  });

  it('is refused for a view that its share does not open, to who could read it otherwise', () => {
    const closed = { reach: { kind: 'linked', link, isClosed: true } } as const;
    const reader = refusalOf(() => assertMayAct('read', facts({ givenRole: 'read' }, closed)));
    expect(reader).toMatchObject({ reason: 'reference_usage_missing', facts: { id: object.id, link } });
    expect(outcomeOf(() => assertMayAct('read', facts({ organizationRole: 'support' }, closed)))).toBe('missing_role');
  });

  it('is refused a drop while links are there, to who could drop it otherwise', () => {
    const blocked = { blockingLinks: 2 };
    const writer = refusalOf(() => assertMayAct('drop', facts({ givenRole: 'write' }, blocked)));
    expect(writer).toMatchObject({ reason: 'has_links', facts: { projects: '', hidden_count: '2' } });
    expect(outcomeOf(() => assertMayAct('drop', facts({ givenRole: 'read' }, blocked)))).toBe('missing_role');
    expect(outcomeOf(() => assertMayAct('write', facts({ givenRole: 'write' }, blocked)))).toBe('yes');
  });

  it('is refused a drop while aliases show it, after the links that are there', () => {
    const shown = { aliases: { named: [newId('table')], count: 1 } };
    const writer = refusalOf(() => assertMayAct('drop', facts({ givenRole: 'write' }, shown)));
    expect(writer).toMatchObject({ reason: 'not_empty', facts: { aliases: shown.aliases.named[0] } });
    const both = facts({ givenRole: 'write' }, { ...shown, blockingLinks: 1 });
    expect(outcomeOf(() => assertMayAct('drop', both))).toBe('has_links');
    expect(outcomeOf(() => assertMayAct('drop', facts({ givenRole: 'read' }, shown)))).toBe('missing_role');
    expect(outcomeOf(() => assertMayAct('write', facts({ givenRole: 'write' }, shown)))).toBe('yes');
  });

  it('answers like one that does not exist wherever it is neither owned nor linked', () => {
    for (const action of actions) {
      const unseen = refusalOf(() =>
        assertMayAct(action, facts({ givenRole: 'admin' }, { reach: reaches['not reached'] })),
      );
      const stranger = refusalOf(() => assertMayAct(action, facts({})));
      expect(unseen).toMatchObject({ reason: 'not_found', facts: object });
      expect(stranger?.message).toBe(unseen?.message);
    }
  });
});

describe('linking an object', () => {
  const everybody: Audience = { kind: 'project_members' };
  const members: Audience = { kind: 'organization_members' };
  const another: Audience = { kind: 'selected_projects', projects: new Set([elsewhere]) };
  const linked = { id: link, name: 'ops', project: destination };

  it.each<[what: string, known: AccessFacts, outcome: string]>([
    [
      'that is offered',
      facts({ givenRole: 'write' }, { reach: reaches['not reached'], offer: anOffer(everybody) }),
      'yes',
    ],
    ['that its own project offers', facts({ givenRole: 'write' }, { offer: anOffer(everybody) }), 'yes'],
    [
      'to a reader',
      facts({ givenRole: 'read' }, { reach: reaches['not reached'], offer: anOffer(everybody) }),
      'missing_role',
    ],
    ['that is not offered, from its own project', facts({ givenRole: 'write' }), 'not_shared'],
    [
      'that is not offered, from another',
      facts({ givenRole: 'write' }, { reach: reaches['not reached'] }),
      'not_found',
    ],
    [
      'that is offered to others, unseen',
      facts({ givenRole: 'write' }, { reach: reaches['not reached'], offer: anOffer(members) }),
      'not_found',
    ],
    [
      'that is offered to others, seen from its own project',
      facts({ givenRole: 'write' }, { offer: anOffer(members) }),
      'not_organization_member',
    ],
    [
      'that is offered to another project of the principal',
      facts(
        { organizationRole: 'member', givenRole: 'write' },
        {
          reach: reaches['not reached'],
          offer: anOffer(another, {
            standings: [aStanding({ organizationRole: 'member', project: elsewhere, givenRole: 'read' })],
          }),
        },
      ),
      'not_admitted',
    ],
    [
      'that is linked already',
      facts({ givenRole: 'write' }, { reach: reaches.linked, offer: anOffer(everybody, { link: linked }) }),
      'link_exists',
    ],
    [
      'that is linked, by an audience that would no longer admit it',
      facts(
        { organizationRole: 'member', givenRole: 'write' },
        { reach: reaches.linked, offer: anOffer(another, { link: linked }) },
      ),
      'not_admitted',
    ],
  ])('%s', (_, known, outcome) => {
    expect(outcomeOf(() => assertMayAct('link', known))).toBe(outcome);
  });
});

describe('asking about others', () => {
  type Row = [
    organizationRole: OrganizationRole | undefined,
    givenRole: ProjectRole | undefined,
    member: string,
    outsider: string,
    nobody: string,
  ];
  it.each<Row>([
    ['owner', undefined, 'yes', 'yes', 'not_found'],
    ['admin', undefined, 'yes', 'yes', 'not_found'],
    ['support', undefined, 'yes', 'yes', 'not_found'],
    ['member', 'admin', 'yes', 'missing_role', 'not_found'],
    ['member', 'write', 'missing_role', 'missing_role', 'not_found'],
    ['member', undefined, 'missing_role', 'missing_role', 'not_found'],
    [undefined, 'admin', 'yes', 'not_found', 'not_found'],
    [undefined, 'read', 'missing_role', 'not_found', 'not_found'],
    [undefined, undefined, 'not_found', 'not_found', 'not_found'],
  ])(
    'by %s of the organization, %s in the project: a member of it %s, somebody else %s, nobody %s',
    (organizationRole, givenRole, member, outsider, nobody) => {
      const asker = aStanding({ organizationRole, givenRole });
      const inside = aStanding({ principal: somebody, givenRole: 'read' });
      const outside = aStanding({ principal: somebody, organizationRole: 'member' });
      expect([
        outcomeOf(() => assertMayAskAbout(asker, inside, true)),
        outcomeOf(() => assertMayAskAbout(asker, outside, true)),
        outcomeOf(() => assertMayAskAbout(asker, aStanding({ principal: somebody }), false)),
      ]).toEqual([member, outsider, nobody]);
    },
  );

  it('is missed by who meets the other in another project alone', () => {
    const asker = aStanding({ givenRole: 'admin' });
    const elsewhere = aStanding({ principal: somebody });
    expect(outcomeOf(() => assertMayAskAbout(asker, elsewhere, true, true))).toBe('missing_role');
    expect(outcomeOf(() => assertMayAskAbout(asker, elsewhere, false, true))).toBe('not_found');
  });

  it('is never needed to ask about oneself, where one may know the project', () => {
    const myself = aStanding({ givenRole: 'read' });
    expect(outcomeOf(() => assertMayAskAbout(myself, myself, true))).toBe('yes');
    const stranger = aStanding();
    expect(refusalOf(() => assertMayAskAbout(stranger, stranger, true))?.facts['kind']).toBe('project');
  });
});

describe('the refusal of a drop', () => {
  it.each<[visible: number, hidden: number, text: string]>([
    [1, 0, 'is linked by 1 project ('],
    [2, 3, 'is linked by 5 projects ('],
    [0, 4, 'is linked by 4 projects;'],
  ])('with %d projects visible and %d hidden says %s', (visible, hidden, text) => {
    const projects = Array.from({ length: visible }, () => newId('project'));
    const refusal = hasLinks(object.id, projects, hidden);
    expect(refusal.message).toContain(text);
    expect(refusal.facts).toEqual({ projects: projects.join(','), hidden_count: String(hidden) });
  });
});

describe('a refusal over many links', () => {
  it('names as many projects as fit on the wire, and counts the others', () => {
    const projects = Array.from({ length: 40 }, () => newId('project'));
    const { facts, message } = hasLinks('bkt', projects, 2);
    const named = facts['projects']?.split(',') ?? [];
    expect(named).toEqual(projects.slice(0, 25));
    expect(facts['hidden_count']).toBe('17');
    expect(Buffer.byteLength(facts['projects'] ?? '')).toBeLessThan(1_024);
    expect(message).toContain('42 projects');
    expect(message).toContain('and others');
  });
});
