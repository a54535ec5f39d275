import { newId } from './ids.ts';
import type { GuardFacts, GuardVerdict, HoldFacts, LinkFacts, LinkVerdict, ProjectFacts } from './reconcile.ts';

const [project, source, other] = [newId('project'), newId('project'), newId('project')];
const bucket = newId('bucket');

type Placed = Exclude<HoldFacts, 'released'>;
const placed: Placed = { object: bucket, project, blocks: true, name: 'ops' };
const link = { project, source, bucket, name: 'ops', state: 'active' } as const;

/** A link on which all services agree. */
const sound: LinkFacts = {
  link,
  share: { project: source, bucket, kind: 'bucket' },
  hasProject: true,
  hasSource: true,
  bucketOwner: source,
  hold: placed,
};

const cut = (because: Extract<LinkVerdict, { act: 'cut' }>['because']): LinkVerdict => ({ act: 'cut', because });
const renaming = { ...link, state: 'renaming', nextName: 'flights' } as const;

/** What the services' databases say of a link, and what becomes of it. */
export const linkCases: readonly (readonly [story: string, facts: LinkFacts, verdict: LinkVerdict])[] = [
  ['all services agree', sound, { act: 'keep' }],
  ['it is removed', { ...sound, link: { ...link, state: 'removed' }, hold: 'released' }, { act: 'keep' }],
  ['it was being made', { ...sound, link: { ...link, state: 'pending' } }, { act: 'undo' }],
  ['it was being removed', { ...sound, link: { ...link, state: 'removing' } }, { act: 'finish_removal' }],
  ['its share is gone', { ...sound, share: undefined }, cut('share_gone')],
  [
    'its share is of another bucket',
    { ...sound, share: { project: source, bucket: newId('bucket'), kind: 'bucket' } },
    cut('share_differs'),
  ],
  [
    'its share is of another project',
    { ...sound, share: { project: other, bucket, kind: 'bucket' } },
    cut('share_differs'),
  ],
  ['identity is older than its project, or has deleted it', { ...sound, hasProject: false }, cut('project_gone')],
  [
    'identity is older than the project that shares, or has deleted it',
    { ...sound, hasSource: false },
    cut('source_gone'),
  ],
  ['the catalog is older than its bucket', { ...sound, bucketOwner: undefined }, cut('bucket_gone')],
  ['its bucket is of another project', { ...sound, bucketOwner: other }, cut('bucket_differs')],
  ['the catalog is older than the link', { ...sound, hold: undefined }, cut('hold_missing')],
  ['sharing is older than its removal', { ...sound, hold: 'released' }, cut('hold_released')],
  [
    'the catalog holds another object for it',
    { ...sound, hold: { ...placed, object: newId('bucket') } },
    cut('hold_differs'),
  ],
  ['the catalog holds it for another project', { ...sound, hold: { ...placed, project: other } }, cut('hold_differs')],
  ['the hold stops no drop', { ...sound, hold: { ...placed, blocks: false } }, cut('hold_differs')],
  ['the catalog has no name for it', { ...sound, hold: { ...placed, name: undefined } }, cut('name_missing')],
  [
    'sharing or the catalog is older than its new name',
    { ...sound, hold: { ...placed, name: 'flights' } },
    { act: 'rename', name: 'flights' },
  ],
  ['it was being renamed, here', { ...sound, link: renaming }, { act: 'finish_renaming' }],
  [
    'it was being renamed, and is in the catalog',
    { ...sound, link: renaming, hold: { ...placed, name: 'flights' } },
    { act: 'finish_renaming' },
  ],
  [
    'it was being renamed, and has a third name since',
    { ...sound, link: renaming, hold: { ...placed, name: 'third' } },
    { act: 'rename', name: 'third' },
  ],
  ['it was being renamed, and was removed', { ...sound, link: renaming, hold: 'released' }, cut('hold_released')],
];

const guard = (closed: number, reopened: number, isDeleted = false): GuardFacts => ({ closed, reopened, isDeleted });
const known = (attempt: number, isClosing = false): ProjectFacts => ({ attempt, isClosing });

/** What identity-service says of a project, what another service does, and what becomes of the project there. */
export const guardCases: readonly (readonly [
  story: string,
  project: ProjectFacts | undefined,
  guard: GuardFacts,
  verdict: GuardVerdict,
])[] = [
  ['it is open everywhere', known(0), guard(0, 0), 'keep'],
  ['an attempt was turned back', known(3), guard(3, 3), 'keep'],
  ['it is deleted everywhere', undefined, guard(1, 0, true), 'keep'],
  ['it is deleted in identity, and closed here', undefined, guard(1, 0), 'keep'],
  ['it is deleted in identity, and this is older', undefined, guard(0, 0), 'keep'],
  ['an attempt is under way', known(2, true), guard(2, 1), 'keep'],
  ['identity has ended an attempt that this saw alone', known(2), guard(2, 1), 'reopen'],
  ['identity has ended a later attempt, and this is older', known(5), guard(2, 1), 'reopen'],
  ['identity is older than an attempt', known(1), guard(2, 1), 'stays_closed'],
  ['identity is older than an attempt, in the middle of another', known(1, true), guard(2, 0), 'stays_closed'],
  ['identity is older than its deletion', known(1), guard(2, 1, true), 'delete'],
  ['identity was deleting it, and this knows that it did', known(2, true), guard(2, 1, true), 'delete'],
];
