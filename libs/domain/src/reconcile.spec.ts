import { newId } from './ids.ts';
import { linkStates } from './link.ts';
import { guardCases, linkCases } from './reconcile.cases.ts';
import { judgeGuard, judgeHold, judgeLink, judgeShare, linkLosses, withoutGone } from './reconcile.ts';

describe('a link after a restore', () => {
  it.each(linkCases)('where %s', (_, facts, verdict) => {
    expect(judgeLink(facts)).toEqual(verdict);
  });

  it('has a case for each way to lose its ground', () => {
    const lost = linkCases.flatMap(([, , verdict]) => (verdict.act === 'cut' ? [verdict.because] : []));
    expect([...new Set(lost)].sort()).toEqual([...linkLosses].sort());
  });

  it('shows its source afterwards only where it did before', () => {
    const kept = linkCases.filter(([, , { act }]) => act === 'keep' || act === 'rename' || act === 'finish_renaming');
    for (const [, { link }] of kept) expect(['active', 'renaming', 'removed']).toContain(link.state);
  });
});

describe('a share after a restore', () => {
  const share = { project: newId('project') };
  const sound = { share, hasProject: true, bucketOwner: share.project };

  it('stays where its project and its bucket are there', () => {
    expect(judgeShare(sound)).toBeUndefined();
  });

  it('loses its ground with its project or its bucket', () => {
    expect(judgeShare({ ...sound, hasProject: false })).toBe('project_gone');
    expect(judgeShare({ ...sound, bucketOwner: undefined })).toBe('bucket_gone');
    expect(judgeShare({ ...sound, bucketOwner: newId('project') })).toBe('bucket_differs');
  });
});

describe('an audience after a restore', () => {
  it('keeps those who are there', () => {
    const [there, gone] = [newId('project'), newId('project')];
    const audience = { kind: 'selected_projects', projects: new Set([there, gone]) } as const;
    const trimmed = withoutGone(audience, (target) => target === there);
    expect(trimmed).toEqual({ audience: { kind: 'selected_projects', projects: new Set([there]) }, gone: [gone] });
  });

  it('may end up listing nobody, which admits nobody', () => {
    const gone = newId('user');
    const trimmed = withoutGone({ kind: 'selected_users', users: new Set([gone]) }, () => false);
    expect(trimmed).toEqual({ audience: { kind: 'selected_users', users: new Set() }, gone: [gone] });
  });

  it.each(['project_members', 'organization_members'] as const)('that lists nobody stays: %s', (kind) => {
    expect(withoutGone({ kind }, () => false)).toEqual({ audience: { kind }, gone: [] });
  });
});

it('a hold stays while its link is not removed', () => {
  expect(linkStates.filter((state) => judgeHold(state) === undefined)).toEqual([
    'pending',
    'active',
    'renaming',
    'removing',
  ]);
  expect(judgeHold('removed')).toBe('link_removed');
  expect(judgeHold(undefined)).toBe('link_gone');
});

it.each(guardCases)('a project where %s', (_, project, guard, verdict) => {
  expect(judgeGuard(project, guard)).toBe(verdict);
});
