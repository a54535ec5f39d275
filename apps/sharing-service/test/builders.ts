import { type Audience, newId } from '@easement/domain';
import type { StoredActivity } from '../src/activity/activity.table.ts';
import type { StoredLink } from '../src/links/link.table.ts';
import type { StoredShare } from '../src/shares/share.table.ts';

const time = new Date('2026-03-04T05:06:07.089Z');

export function aStoredShare(overrides: Partial<StoredShare> = {}): StoredShare {
  const audience: Audience = { kind: 'project_members' };
  return {
    organization: newId('organization'),
    id: newId('share'),
    kind: 'bucket',
    project: newId('project'),
    bucket: newId('bucket'),
    audience,
    name: 'Flights',
    comment: 'daily',
    providerKey: 'operations',
    creator: newId('user'),
    createTime: time,
    updateTime: time,
    version: 1,
    ...overrides,
  };
}

export function aStoredLink(overrides: Partial<StoredLink> = {}): StoredLink {
  return {
    organization: newId('organization'),
    id: newId('link'),
    share: newId('share'),
    project: newId('project'),
    source: newId('project'),
    bucket: newId('bucket'),
    object: undefined,
    target: undefined,
    kind: 'bucket',
    name: 'ops',
    stage: 'in',
    state: 'pending',
    isOutsideAudience: false,
    next: undefined,
    creator: newId('user'),
    createTime: time,
    updateTime: time,
    stateTime: time,
    removal: undefined,
    version: 1,
    ...overrides,
  };
}

export function anActivity(overrides: Partial<StoredActivity> = {}): StoredActivity {
  return {
    project: newId('project'),
    share: newId('share'),
    sequence: 1,
    time,
    action: 'link_created',
    actor: newId('user'),
    object: { id: newId('link'), name: 'ops' },
    withProjects: [],
    details: [],
    isForMembers: false,
    ...overrides,
  };
}
