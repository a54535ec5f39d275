import type { Audience } from './audience.ts';

/** The kinds of share. One engine serves them all; what differs between them is this table alone. */
export const shareKinds = ['bucket', 'grants'] as const;
export type ShareKind = (typeof shareKinds)[number];

export type Policy = {
  /** How a consumer takes the share up: by making a link, or at once. */
  readonly takenUp: 'by_linking' | 'at_once';
  /** What dropping the source does while links are there. */
  readonly dropWhileLinked: 'refused' | 'done_and_told';
  /** What narrowing the audience does to links that it would no longer admit, where the caller does not say. */
  readonly narrowing: 'keeps_and_flags' | 'cuts';
  /** Whether a bucket has one such share at most. */
  readonly oneForEachBucket: boolean;
  /** Whether its links show every object of the bucket, also those made later, or granted ones alone. */
  readonly shows: 'whole_bucket' | 'granted_objects';
  /** Who may take it up: the types of audience that fit the kind. */
  readonly audiences: readonly Audience['kind'][];
};

/** Source: sharing rules, section 3. */
export const policies: Readonly<Record<ShareKind, Policy>> = {
  bucket: {
    takenUp: 'by_linking',
    dropWhileLinked: 'refused',
    narrowing: 'keeps_and_flags',
    oneForEachBucket: true,
    shows: 'whole_bucket',
    audiences: ['project_members', 'organization_members', 'selected_projects', 'selected_users'],
  },
  grants: {
    takenUp: 'by_linking',
    dropWhileLinked: 'done_and_told',
    narrowing: 'cuts',
    oneForEachBucket: false,
    shows: 'granted_objects',
    audiences: ['tenants'],
  },
};
