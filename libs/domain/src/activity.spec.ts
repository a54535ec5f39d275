import { aStanding, destination, elsewhere, linker, somebody, source } from '../test/standings.ts';
import {
  activityShownTo,
  type ActivityView,
  type Audience,
  type LinkAct,
  linkActions,
  maySeeActivity,
  newId,
  organizationRoles,
  type ProjectId,
  removalAction,
  removalReasons,
  type ShareAct,
  type ShareTerms,
  type Standing,
  viewsOfLinkAct,
  viewsOfShareAct,
} from './index.ts';

const share = { id: newId('share'), project: source };
const link = { id: newId('link'), share: share.id, project: destination, source };

const everybody: Audience = { kind: 'project_members' };
const into = (...projects: ProjectId[]): Audience => ({ kind: 'selected_projects', projects: new Set(projects) });
const tenants = (...projects: ProjectId[]): Audience => ({ kind: 'tenants', projects: new Set(projects) });
const to = (...users: (typeof linker)[]): Audience => ({ kind: 'selected_users', users: new Set(users) });
const terms = (audience: Audience, words: Partial<ShareTerms> = {}): ShareTerms => ({
  name: 'Flights',
  comment: '',
  audience,
  ...words,
});

function shareAct(changes: Partial<ShareAct>): ShareAct {
  return {
    action: 'share_updated',
    actor: somebody,
    share,
    before: undefined,
    after: undefined,
    flags: [],
    ...changes,
  };
}

function linkAct(changes: Partial<LinkAct>): LinkAct {
  return { action: 'link_updated', actor: linker, link, before: undefined, after: undefined, comment: '', ...changes };
}

const readers: Readonly<Record<string, ProjectId>> = { provider: source, consumer: destination, another: elsewhere };

/** Who reads what: `projects +2 -1` for a list, `name ops` for what a thing is now; `members` where not all may. */
function told(views: readonly ActivityView[]): Record<string, string> {
  const entries = Object.entries(readers).flatMap(([who, project]) => {
    const ofProject = views.filter((view) => view.project === project);
    return ofProject.map(({ details, isForMembers }) => {
      const words = details.map(({ field, after, added = [], removed = [] }) =>
        after === undefined ? `${field} +${added.length} -${removed.length}` : `${field} ${after}`,
      );
      return [who, [...(isForMembers ? ['members'] : []), ...words].join(', ')] as const;
    });
  });
  expect(entries).toHaveLength(views.length);
  return Object.fromEntries(entries);
}

describe('an act on a share', () => {
  const flag = (project: ProjectId, isOutside: boolean) => ({ project, isOutside });

  it.each<[what: string, act: Partial<ShareAct>, reads: Record<string, string>]>([
    [
      'that makes a tenant is read there by outsiders too, who may take the share up',
      { before: terms(tenants()), after: terms(tenants(destination)) },
      { provider: 'projects +1 -0', consumer: 'projects +1 -0' },
    ],
    [
      'that withdraws a share is read by all of its tenants',
      { action: 'share_deleted', before: terms(tenants(destination, elsewhere)) },
      { provider: 'projects +0 -2', consumer: 'projects +0 -1', another: 'projects +0 -1' },
    ],
    [
      'that shares with everybody is read by the provider alone',
      { action: 'share_created', after: terms(everybody) },
      { provider: 'name Flights, audience project_members' },
    ],
    [
      'that shares with projects is read by each, but not by everybody in it',
      { action: 'share_created', after: terms(into(destination, elsewhere), { comment: 'daily' }) },
      {
        provider: 'name Flights, comment daily, audience selected_projects, projects +2 -0',
        consumer: 'members, projects +1 -0',
        another: 'members, projects +1 -0',
      },
    ],
    [
      'that shares with people is read by the provider alone',
      { action: 'share_created', after: terms(to(linker, somebody)) },
      { provider: 'name Flights, audience selected_users, users +2 -0' },
    ],
    [
      'that gives it other words is read by the provider alone',
      { before: terms(into(destination)), after: terms(into(destination), { name: 'Planes', comment: 'hourly' }) },
      { provider: 'name Planes, comment hourly' },
    ],
    [
      'that changes the list is read by those who come and go',
      { before: terms(into(destination)), after: terms(into(elsewhere)) },
      { provider: 'projects +1 -1', consumer: 'members, projects +0 -1', another: 'members, projects +1 -0' },
    ],
    [
      'that changes the type clears the list of the old one',
      { before: terms(into(destination)), after: terms(to(linker)) },
      { provider: 'audience selected_users, projects +0 -1, users +1 -0', consumer: 'members, projects +0 -1' },
    ],
    [
      'that leaves links outside is read by those who link',
      { before: terms(everybody), after: terms(to(linker)), flags: [flag(destination, true), flag(elsewhere, false)] },
      {
        provider: 'audience selected_users, users +1 -0, outside_audience +1 -1',
        consumer: 'outside_audience true',
        another: 'outside_audience false',
      },
    ],
    [
      'that takes a linking project off the list tells it both',
      { before: terms(into(destination)), after: terms(into()), flags: [flag(destination, true)] },
      {
        provider: 'projects +0 -1, outside_audience +1 -0',
        consumer: 'projects +0 -1, outside_audience true',
      },
    ],
    [
      'that lists the provider itself is read there once',
      { before: terms(into()), after: terms(into(source)), flags: [flag(source, false)] },
      { provider: 'projects +1 -0, outside_audience +0 -1' },
    ],
    [
      'that withdraws it is read by those who were listed',
      { action: 'share_deleted', before: terms(into(destination)) },
      { provider: 'projects +0 -1', consumer: 'members, projects +0 -1' },
    ],
    ['by which it goes away is read', { action: 'share_gone', before: terms(everybody) }, { provider: '' }],
    ['that changes nothing is not read', { before: terms(into(destination)), after: terms(into(destination)) }, {}],
  ])('%s', (_, act, reads) => {
    expect(told(viewsOfShareAct(shareAct(act)))).toEqual(reads);
  });

  it('shows another project nobody but the provider and itself', () => {
    const act = shareAct({ after: terms(into(destination, elsewhere)), flags: [flag(elsewhere, true)] });
    for (const view of viewsOfShareAct(act).filter(({ project }) => project !== source)) {
      expect(view.withProjects).toEqual([source]);
      const ids = view.details.flatMap(({ added = [], removed = [] }) => [...added, ...removed]);
      expect(ids).toEqual([view.project]);
    }
  });

  it('names a thousand of those whose links fall outside, and tells them all', () => {
    const flags = Array.from({ length: 1_200 }, () => flag(newId('project'), true));
    const [provider, ...others] = viewsOfShareAct(shareAct({ flags }));
    expect(provider?.withProjects).toHaveLength(1_000);
    expect(provider?.details[0]?.added).toHaveLength(1_000);
    expect(others).toHaveLength(1_200);
  });
});

describe('an act on a link', () => {
  const ops = { name: 'ops', stage: 'in' };

  it.each<[what: string, act: Partial<LinkAct>, provider: string, consumer: string]>([
    ['that makes it', { action: 'link_created', after: ops }, 'stage in', 'name ops, stage in'],
    ['that renames it', { before: ops, after: { ...ops, name: 'planes' } }, '', 'name planes'],
    ['that moves it', { before: ops, after: { ...ops, stage: 'out' } }, 'stage out', 'stage out'],
    ['that removes it', { action: 'link_removed', before: ops }, '', ''],
    ['that cuts it', { action: 'link_cut', before: ops }, '', ''],
    ['that forces it out', { action: 'link_forced', before: ops, comment: 'why' }, 'comment why', 'comment why'],
    ['after a restore', { action: 'link_reconciled', before: ops }, '', ''],
  ])('%s shows the provider nothing of the name', (_, act, provider, consumer) => {
    const views = viewsOfLinkAct(linkAct(act));
    expect(told(views)).toEqual({ provider, consumer });
    const [atProvider, atConsumer] = views;
    expect(JSON.stringify(atProvider)).not.toMatch(/ops|planes/);
    expect(atProvider).toMatchObject({ object: { id: link.id, name: '' }, withProjects: [destination] });
    expect(atConsumer?.object.name).toBe(act.after?.name ?? 'ops');
    expect(atConsumer?.withProjects).toEqual([source]);
  });

  it('that changes nothing is not read', () => {
    expect(viewsOfLinkAct(linkAct({ before: ops, after: ops }))).toEqual([]);
  });

  it('of a project that links its own share is read there once, with the name', () => {
    const views = viewsOfLinkAct(linkAct({ action: 'link_created', link: { ...link, project: source }, after: ops }));
    expect(views).toMatchObject([{ project: source, object: { name: 'ops' }, withProjects: [] }]);
  });

  it.each(removalReasons)('that removes it as %s has a name of its own, unless it was never finished', (reason) => {
    const action = removalAction(reason);
    if (reason === 'undone') expect(action).toBeUndefined();
    else expect(linkActions).toContain(action);
    const others = removalReasons.filter((one) => one !== reason).map(removalAction);
    expect(others).not.toContain(action);
  });
});

describe('reading an act', () => {
  it.each<[who: string, standing: Partial<Standing>, ofOwn: boolean, ofOffers: boolean]>([
    ['a reader', { givenRole: 'read' }, true, false],
    ['a writer', { givenRole: 'write' }, true, false],
    ['a reader who is a member of the organization', { givenRole: 'read', organizationRole: 'member' }, true, true],
    ['a member of the organization in another project', { organizationRole: 'member' }, false, false],
    ['an admin of the organization', { organizationRole: 'admin' }, true, true],
    ['an owner of the organization', { organizationRole: 'owner' }, true, true],
    ['support', { organizationRole: 'support' }, true, true],
    ['a stranger', {}, false, false],
    ['an owner, in a project that is gone', { organizationRole: 'owner', projectExists: false }, false, false],
  ])('%s: of what the project does %s', (_, overrides, ofOwn, ofOffers) => {
    const standing = aStanding(overrides);
    expect(maySeeActivity({ isForMembers: false }, standing)).toBe(ofOwn);
    expect(maySeeActivity({ isForMembers: true }, standing)).toBe(ofOffers);
  });
});

describe('an act that names whom an audience lists', () => {
  const flags = [{ project: destination, isOutside: true }];
  const before = terms(to(linker, somebody));
  const [narrowed] = viewsOfShareAct(shareAct({ before, after: terms(into(source, elsewhere)), flags }));
  const view = narrowed!;

  it.each(organizationRoles)('is shown whole to who is %s of the organization', (organizationRole) => {
    expect(activityShownTo(view, [aStanding({ organizationRole, givenRole: undefined })])).toBe(view);
  });

  it('is shown to others with their own projects, themselves, and who links', () => {
    const reader = { ...aStanding({ organizationRole: undefined, givenRole: 'read' }), project: source };
    expect(view.withProjects).toEqual([elsewhere, destination]);
    expect(activityShownTo(view, [reader])).toEqual({
      ...view,
      withProjects: [destination],
      details: [
        { field: 'audience', before: 'selected_users', after: 'selected_projects' },
        { field: 'projects', added: [source], removed: [] },
        { field: 'users', added: [], removed: [linker] },
        { field: 'outside_audience', added: [destination], removed: [] },
      ],
    });
  });

  it('is shown without a list of which nobody is known', () => {
    const details = activityShownTo(view, []).details.map(({ field }) => field);
    expect(details).toEqual(['audience', 'outside_audience']);
  });
});
