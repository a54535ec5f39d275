import { newId } from '@easement/domain';
import type { Handle } from '../world.ts';

/** Which id of the system stands for which handle of the model. */
export type Ids = {
  /** The id of a handle; an id that nobody was given for a handle that stands for nothing. */
  readonly idOf: (handle: Handle, kind: IdKind) => string;
  /** The handle of an id. What is seen for the first time is the next thing of its kind, as it is in the model. */
  readonly handleOf: (id: string) => Handle;
  /** A text of a refusal, with ids and e-mail addresses replaced, and lists in order. */
  readonly read: (fact: string) => string;
  readonly bind: (handle: Handle, id: string, email?: string) => void;
  /** Whether the handle stands for something. */
  readonly has: (handle: Handle) => boolean;
  readonly emailOf: (handle: Handle) => string | undefined;
};

export type IdKind = keyof typeof words;

const words = {
  project: 'prj',
  user: 'usr',
  service_account: 'sva',
  bucket: 'bkt',
  table: 'tbl',
  column: 'col',
  share: 'shr',
  link: 'lnk',
} as const;

export function createIds(): Ids {
  const ids = new Map<Handle, string>();
  const handles = new Map<string, Handle>();
  const emails = new Map<Handle, string>();
  const counts = new Map<string, number>();
  const bind = (handle: Handle, id: string, email?: string): void => {
    ids.set(handle, id);
    handles.set(id, handle);
    counts.set(kindOf(id), (counts.get(kindOf(id)) ?? 0) + 1);
    if (email === undefined) return;
    emails.set(handle, email);
    handles.set(email, handle);
  };
  const handleOf = (id: string): Handle => {
    const known = handles.get(id);
    if (known !== undefined || id === '') return known ?? '';
    const handle = `${kindOf(id)} ${(counts.get(kindOf(id)) ?? 0) + 1}`;
    bind(handle, id);
    return handle;
  };
  const absent = new Map<Handle, string>();
  const absentOf = (handle: Handle, kind: IdKind): string => {
    const id = absent.get(handle) ?? newId(kind);
    absent.set(handle, id);
    handles.set(id, handle);
    return id;
  };
  return {
    bind,
    handleOf,
    idOf: (handle, kind) => (handle === '' ? '' : (ids.get(handle) ?? absentOf(handle, kind))),
    read: (fact) =>
      fact
        .split(',')
        .map((text) => handles.get(text) ?? text)
        .sort()
        .join(','),
    has: (handle) => ids.has(handle),
    emailOf: (handle) => emails.get(handle),
  };
}

function kindOf(id: string): string {
  const prefix = id.slice(0, 3);
  return Object.entries(words).find(([, word]) => word === prefix)?.[0] ?? 'thing';
}
