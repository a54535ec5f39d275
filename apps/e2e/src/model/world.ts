/**
 * What the model knows of the world. Things are named by handles ("bucket 3"), which stay the same from run to run, so
 * that a counterexample reads the same each time. Nothing is ever taken out: what is gone is marked so.
 */
export type Handle = string;

export type OrganizationRole = 'owner' | 'admin' | 'member' | 'support';
export type ProjectRole = 'read' | 'write' | 'admin';
export type Stage = 'in' | 'out';

type Thing = { readonly handle: Handle; readonly organization: Handle; gone: boolean };

export type Person = Thing & {
  readonly isServiceAccount: boolean;
  /** The project that a service account goes with. */
  readonly scope: Handle | undefined;
  role: OrganizationRole | undefined;
};
export type Project = Thing & { name: string; readonly members: Map<Handle, ProjectRole> };
export type Bucket = Thing & {
  readonly project: Handle;
  readonly creator: Handle;
  name: string;
  stage: Stage;
  /** How often it was updated: none of its etags is stale before the first time. */
  updates: number;
  readonly metadata: Map<string, string>;
};
export type Column = { readonly handle: Handle; name: string };
/** What makes a table an alias of another one. */
export type Alias = {
  readonly source: Handle;
  /** The column that it filters by, if it does. */
  readonly filter: Handle | undefined;
  /** The columns that it shows; undefined for those that the source has at the time. */
  readonly columns: readonly Handle[] | undefined;
};
export type Table = Thing & {
  readonly bucket: Handle;
  name: string;
  /** Its own; an alias has none. */
  columns: Column[];
  updates: number;
  readonly alias: Alias | undefined;
};

export type Audience =
  | { readonly type: 'project_members' }
  | { readonly type: 'organization_members' }
  | { readonly type: 'selected_projects'; readonly projects: readonly Handle[] }
  | { readonly type: 'selected_users'; readonly users: readonly Handle[] }
  | { readonly type: 'tenants'; readonly projects: readonly Handle[] };

export type Privilege = 'usage' | 'select' | 'reference_usage';
/** A privilege on a bucket or a table of it, in a share. */
export type Grant = {
  readonly object: Handle;
  readonly privilege: Privilege;
  readonly bucket: Handle;
  readonly creator: Handle;
};

export type Share = Thing & {
  readonly kind: 'bucket' | 'grants';
  readonly project: Handle;
  /** Empty while a share of granted objects holds none. */
  bucket: Handle;
  /** What a share of granted objects holds. */
  grants: readonly Grant[];
  /** Its bucket is gone, and nothing has taken the share itself away yet, which would cut its links. */
  isLost: boolean;
  readonly creator: Handle;
  name: string;
  comment: string;
  audience: Audience;
  updates: number;
};
export type Removal = {
  readonly by: Handle;
  readonly reason: 'unlinked' | 'forced' | 'audience_narrowed' | 'share_dropped' | 'source_dropped';
  readonly comment: string;
};
export type Link = Thing & {
  readonly share: Handle;
  /** The project that links. */
  readonly project: Handle;
  readonly source: Handle;
  readonly bucket: Handle;
  /** Of a link to one table: that, and the bucket of the project in which it has its name. Else empty. */
  readonly object: Handle;
  readonly target: Handle;
  readonly creator: Handle;
  name: string;
  stage: Stage;
  isOutside: boolean;
  removal: Removal | undefined;
  /** It is cut, and keeps its name until somebody or the sweeper, which sleeps here, finishes that. */
  isEnding: boolean;
  updates: number;
  readonly metadata: Map<string, string>;
};

export type World = {
  readonly people: Map<Handle, Person>;
  readonly projects: Map<Handle, Project>;
  readonly buckets: Map<Handle, Bucket>;
  readonly tables: Map<Handle, Table>;
  readonly shares: Map<Handle, Share>;
  readonly links: Map<Handle, Link>;
  /** How many columns there ever were. */
  columns: number;
  /** What was answered to whom under which request id, by caller, kind of act and id. */
  readonly requests: Map<string, { readonly asked: string; readonly seen: unknown }>;
};

export function emptyWorld(): World {
  return {
    people: new Map(),
    projects: new Map(),
    buckets: new Map(),
    tables: new Map(),
    shares: new Map(),
    links: new Map(),
    columns: 0,
    requests: new Map(),
  };
}

/** The name of the next thing of a kind. */
export function nextHandle(kind: string, things: { readonly size: number }): Handle {
  return `${kind} ${things.size + 1}`;
}

/** The thing if it is there, in the organization of who asks; nothing of another organization is there for anybody. */
export function there<T extends Thing>(things: ReadonlyMap<Handle, T>, handle: Handle, organization: Handle) {
  const thing = things.get(handle);
  return thing && !thing.gone && thing.organization === organization ? thing : undefined;
}

/** Everything of a kind that is there. */
export function living<T extends Thing>(things: ReadonlyMap<Handle, T>): T[] {
  return [...things.values()].filter(({ gone }) => !gone);
}

/** A link is gone with its removal, and stays listable. */
export function isLive({ removal }: Link): boolean {
  return removal === undefined;
}

/** Whether the handle is of a bucket, or of none that ever was. */
export function isBucketHandle(handle: Handle): boolean {
  return handle.startsWith('bucket') || handle === 'no bucket';
}

/** Names are one name if they differ in case or in the form of their accents alone. */
export function fold(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
