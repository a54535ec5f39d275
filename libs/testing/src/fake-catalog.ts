import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  type Bucket,
  CatalogClosingService,
  type CoverSchema,
  HoldService,
  InventoryService,
  ObjectService,
  Stage,
} from '@easement/contracts';
import {
  type BucketId,
  type FunctionId,
  hasLinks,
  isId,
  nameKey,
  newId,
  notFound,
  type ObjectId,
  type OrganizationId,
  Refusal,
  type TableId,
  type ViewId,
} from '@easement/domain';
import { type Call, type Handlers, internal, organizationOf, type Routes } from '@easement/rpc';
import type { FakeProject } from './fake-directory.ts';

export type FakeBucket = { readonly id: BucketId; readonly name: string; readonly project: FakeProject };
export type FakeHold = {
  readonly organization: OrganizationId;
  readonly holder: string;
  readonly object: string;
  readonly project: string;
  /** The bucket that a link to a single object has its name in. */
  readonly bucket?: string;
  readonly blocks: boolean;
  name: string;
  released: boolean;
};

/** How often a project was closed and opened again. */
export type FakeGuard = { readonly organization: OrganizationId; readonly closed: number; readonly reopened: number };

/** The RPCs that a spec may step into. */
export type CatalogMethod = 'placeHold' | 'releaseHold' | 'renameName' | 'lookUpObjects' | 'lookUpNames';

/** What stands in for catalog-service towards sharing-service: buckets, names and holds, as the real one keeps them. */
export type FakeCatalog = {
  readonly routes: Routes;
  readonly addBucket: (project: FakeProject, fields?: { readonly name?: string }) => FakeBucket;
  readonly addTable: (bucket: FakeBucket) => TableId;
  /** An alias of a table; `isHidden` says that links do not show it. */
  readonly addAlias: (bucket: FakeBucket, source: TableId, isHidden: boolean) => TableId;
  /** A view, and where what it reads is. */
  readonly addView: (bucket: FakeBucket, reads?: FakeReads) => ViewId;
  readonly addFunction: (bucket: FakeBucket) => FunctionId;
  /** Gives the bucket another name; its id, and who looks for it by that, are not touched. */
  readonly renameBucket: (bucket: FakeBucket, name: string) => void;
  /** Another view under the same id, as CREATE OR REPLACE makes it. */
  readonly replaceView: (view: ViewId, reads: FakeReads) => void;
  /** Shows an alias through links no longer, as a filter does. */
  readonly hideAlias: (alias: TableId) => void;
  /** Takes a table, a view or a function away; what links it is not asked. */
  readonly dropObject: (object: ObjectId) => void;
  /** Drops the bucket, or refuses `has_links` while a hold stops it. */
  readonly dropBucket: (bucket: FakeBucket) => void;
  /** Takes the bucket away whatever holds it: what no service would do, and a restored backup may. */
  readonly loseBucket: (bucket: FakeBucket) => void;
  /** Puts a hold as it is into the books, or takes it out: what no service would do, and a restored backup may. */
  readonly setHold: (holder: string, hold: FakeHold | undefined) => void;
  /** What is kept of attempts to delete a project. */
  readonly guards: Map<string, FakeGuard>;
  /** Every hold and tombstone of the organization. */
  readonly holds: (organization: OrganizationId) => readonly FakeHold[];
  /** Who has the name in the project, or in the bucket. */
  readonly ownerOfName: (place: FakeProject | FakeBucket, name: string) => string | undefined;
  /** Until the answer is called, `act` runs at each call of the method, before it does its work or after. */
  readonly stepInto: (method: CatalogMethod, when: 'before' | 'after', act: () => Promise<void> | void) => () => void;
  /** How often the method was asked. */
  readonly asked: (method: CatalogMethod) => number;
};

type Interloper = { readonly method: CatalogMethod; readonly when: 'before' | 'after'; readonly act: () => unknown };

export type FakeReads = { readonly buckets: readonly FakeBucket[]; readonly readsLink?: boolean };

type Books = {
  readonly buckets: Map<BucketId, FakeBucket>;
  readonly tables: Map<TableId, BucketId>;
  /** Those of the tables that are aliases. */
  readonly aliases: Map<TableId, { readonly source: TableId; readonly isHidden: boolean }>;
  readonly views: Map<ViewId, FakeReads & { readonly bucket: BucketId }>;
  readonly functions: Map<FunctionId, BucketId>;
  readonly holds: Map<string, FakeHold>;
  /** By project and key. */
  readonly names: Map<string, string>;
  readonly interlopers: Set<Interloper>;
  readonly asked: Map<CatalogMethod, number>;
  /** By project. */
  readonly guards: Map<string, FakeGuard>;
};

export function fakeCatalog(): FakeCatalog {
  const books: Books = {
    buckets: new Map(),
    tables: new Map(),
    aliases: new Map(),
    views: new Map(),
    functions: new Map(),
    holds: new Map(),
    names: new Map(),
    interlopers: new Set(),
    asked: new Map(),
    guards: new Map(),
  };
  const lose = ({ id, name, project }: FakeBucket): void => {
    books.buckets.delete(id);
    books.names.delete(keyOf(project.id, name));
  };
  return {
    routes: [
      internal(HoldService, holdHandlers(books), ['sharing']),
      internal(ObjectService, objectHandlers(books), ['sharing', 'query', 'gateway']),
      internal(InventoryService, inventoryHandlers(books), ['sharing']),
      internal(CatalogClosingService, closingHandlers(books), ['sharing']),
    ],
    addBucket: (project, { name = `bucket ${books.buckets.size}` } = {}) => {
      const bucket = { id: newId('bucket'), name, project };
      books.buckets.set(bucket.id, bucket);
      books.names.set(keyOf(project.id, name), bucket.id);
      return bucket;
    },
    ...objectsIn(books),
    renameBucket: (bucket, name) => {
      lose(bucket);
      books.buckets.set(bucket.id, { ...bucket, name });
      books.names.set(keyOf(bucket.project.id, name), bucket.id);
    },
    dropBucket: (bucket) => {
      const blocking = [...books.holds.values()].filter(
        ({ object, released, blocks }) => object === bucket.id && !released && blocks,
      );
      if (blocking.length > 0) throw hasLinks(bucket.id, [], blocking.length);
      lose(bucket);
    },
    loseBucket: lose,
    guards: books.guards,
    setHold: (holder, hold) => {
      const before = books.holds.get(holder);
      if (before) books.names.delete(keyOf(scopeOf(before), before.name));
      if (!hold) books.holds.delete(holder);
      else {
        books.holds.set(holder, { ...hold });
        if (!hold.released && hold.name !== '') books.names.set(keyOf(scopeOf(hold), hold.name), holder);
      }
    },
    holds: (organization) => [...books.holds.values()].filter((hold) => hold.organization === organization),
    ownerOfName: (place, name) => books.names.get(keyOf(place.id, name)),
    stepInto: (method, when, act) => {
      const interloper = { method, when, act };
      books.interlopers.add(interloper);
      return () => void books.interlopers.delete(interloper);
    },
    asked: (method) => books.asked.get(method) ?? 0,
  };
}

type Objects = Pick<
  FakeCatalog,
  'addTable' | 'addAlias' | 'addView' | 'addFunction' | 'replaceView' | 'hideAlias' | 'dropObject'
>;

function objectsIn(books: Books): Objects {
  return {
    addTable: (bucket) => {
      const id = newId('table');
      books.tables.set(id, bucket.id);
      return id;
    },
    addAlias: (bucket, source, isHidden) => {
      const id = newId('table');
      books.tables.set(id, bucket.id);
      books.aliases.set(id, { source, isHidden });
      return id;
    },
    addView: (bucket, reads = { buckets: [] }) => {
      const id = newId('view');
      books.views.set(id, { ...reads, bucket: bucket.id });
      return id;
    },
    addFunction: (bucket) => {
      const id = newId('function');
      books.functions.set(id, bucket.id);
      return id;
    },
    replaceView: (id, reads) => {
      const view = books.views.get(id);
      if (view) books.views.set(id, { ...reads, bucket: view.bucket });
    },
    hideAlias: (id) => {
      const alias = books.aliases.get(id);
      if (alias) books.aliases.set(id, { ...alias, isHidden: true });
    },
    dropObject: (id) => {
      for (const objects of [books.tables, books.views, books.functions] as Map<string, unknown>[]) objects.delete(id);
    },
  };
}

function holdHandlers(books: Books): Handlers<typeof HoldService> {
  return {
    placeHold: steppedInto(books, 'placeHold', ({ objectId, holderId, projectId, bucketId, name, blocks }, call) => {
      for (const id of [bucketId, objectId])
        if (id !== '' && !findBucket(books, call, id)) throw notFound('bucket', id);
      const there = books.holds.get(holderId);
      if (there?.released) throw released(holderId);
      if (!there) takeName(books, bucketId || projectId, name, holderId);
      const organization = organizationOf(call);
      const hold = there ?? {
        organization,
        holder: holderId,
        object: objectId,
        project: projectId,
        bucket: bucketId,
        blocks,
        name,
        released: false,
      };
      books.holds.set(holderId, hold);
      return { hold: { objectId, holderId, projectId, blocks, name: hold.name } };
    }),
    releaseHold: steppedInto(books, 'releaseHold', ({ holderIds }, call) => {
      for (const holder of holderIds) release(books, call, holder);
      return {};
    }),
    renameName: steppedInto(books, 'renameName', ({ holderId, name }) => {
      const hold = books.holds.get(holderId);
      if (!hold || hold.released) throw released(holderId);
      takeName(books, scopeOf(hold), name, holderId);
      if (nameKey(name) !== nameKey(hold.name)) books.names.delete(keyOf(scopeOf(hold), hold.name));
      hold.name = name;
      return {};
    }),
    listHolds: async ({ pageToken, pageSize, includeReleased }, call) => {
      const all = [...books.holds.values()]
        .filter(({ organization, released }) => organization === organizationOf(call) && (includeReleased || !released))
        .filter(({ holder }) => holder > pageToken)
        .toSorted((one, other) => (one.holder < other.holder ? -1 : 1));
      const page = pageSize === 0 ? all : all.slice(0, pageSize);
      const nextPageToken = page.length < all.length ? (page.at(-1)?.holder ?? '') : '';
      return { holds: page.map(toHoldMessage), nextPageToken };
    },
  };
}

function toHoldMessage({ holder, object, project, blocks, name, released }: FakeHold) {
  return {
    holderId: holder,
    objectId: object,
    projectId: project,
    blocks,
    released,
    name: released ? '' : name,
  };
}

function inventoryHandlers(books: Books): Handlers<typeof InventoryService> {
  return {
    lookUpHolds: async ({ holderIds }, call) => ({
      holds: holderIds
        .flatMap((id) => books.holds.get(id) ?? [])
        .filter(({ organization }) => organization === organizationOf(call))
        .map(toHoldMessage),
    }),
    listKnownProjects: async (_, call) => {
      const own = [...books.guards].filter(([, { organization }]) => organization === organizationOf(call));
      const bucketsOf = (id: string) => [...books.buckets.values()].filter(({ project }) => project.id === id).length;
      const projects = own.map(([projectId, { closed, reopened }]) => ({
        projectId,
        closedAttempt: BigInt(closed),
        reopenedAttempt: BigInt(reopened),
        bucketCount: bucketsOf(projectId),
      }));
      return { projects };
    },
    listCurrentFiles: async () => ({}),
  };
}

function closingHandlers(books: Books): Handlers<typeof CatalogClosingService> {
  const change = (project: string, call: Call, changed: (guard: FakeGuard) => FakeGuard) => {
    const none = { organization: organizationOf(call), closed: 0, reopened: 0 };
    books.guards.set(project, changed(books.guards.get(project) ?? none));
    return {};
  };
  return {
    closeProject: async ({ projectId, attempt }, call) =>
      change(projectId, call, (guard) => ({ ...guard, closed: Number(attempt) })),
    reopenProject: async ({ projectId, attempt }, call) =>
      change(projectId, call, (guard) => ({ ...guard, reopened: Number(attempt) })),
  };
}

function objectHandlers(books: Books): Handlers<typeof ObjectService> {
  return {
    lookUpObjects: steppedInto(books, 'lookUpObjects', ({ objectIds, withCovers }, call) => ({
      buckets: objectIds.flatMap((id) => toMessage(findBucket(books, call, id)) ?? []),
      tables: objectIds.flatMap((id) => {
        const bucketId = isId('table', id) ? books.tables.get(id as TableId) : undefined;
        return bucketId !== undefined && findBucket(books, call, bucketId) ? [{ id, bucketId }] : [];
      }),
      hiddenTableIds: objectIds.filter((id) => books.aliases.get(id as TableId)?.isHidden),
      views: objectIds.flatMap((id) => {
        const view = books.views.get(id as ViewId);
        return view && findBucket(books, call, view.bucket) ? [{ id, bucketId: view.bucket }] : [];
      }),
      viewReads: objectIds.flatMap((id) => {
        const view = books.views.get(id as ViewId);
        const bucketIds = view?.buckets.map((bucket) => bucket.id) ?? [];
        return view ? [{ viewId: id, bucketIds, readsLink: view.readsLink ?? false }] : [];
      }),
      functions: objectIds.flatMap((id) => {
        const bucketId = books.functions.get(id as FunctionId);
        return bucketId !== undefined && findBucket(books, call, bucketId) ? [{ id, bucketId }] : [];
      }),
      covers: withCovers ? objectIds.map((id) => coverOf(books, id)) : [],
    })),
    lookUpNames: steppedInto(books, 'lookUpNames', ({ projectId, bucketId, names }) => ({
      names: names.flatMap((name) => {
        const ownerId = books.names.get(keyOf(bucketId || projectId, name));
        return ownerId === undefined ? [] : [{ name, ownerId }];
      }),
    })),
    listObjects: async () => ({}),
  };
}

/** The aliases that show the object, or a table in it. */
function coverOf({ tables, aliases }: Books, object: string): MessageInitShape<typeof CoverSchema> {
  const showing = [...aliases].filter(([, { source }]) => source === object || tables.get(source) === object);
  const left = showing.map(([id]) => id).filter((id) => tables.get(id) !== object);
  const bucketIds = showing.flatMap(([id]) => tables.get(id) ?? []);
  return { objectId: object, bucketIds, aliasIds: left, aliasCount: left.length };
}

/** The real one writes in transactions, of which none sees half of another: so does this, since it awaits nothing. */
function steppedInto<I, O>(books: Books, method: CatalogMethod, act: (request: I, call: Call) => O) {
  return async (request: I, call: Call): Promise<O> => {
    books.asked.set(method, (books.asked.get(method) ?? 0) + 1);
    await stepIn(books, method, 'before');
    const answer = act(request, call);
    await stepIn(books, method, 'after');
    return answer;
  };
}

async function stepIn({ interlopers }: Books, method: CatalogMethod, when: 'before' | 'after'): Promise<void> {
  for (const one of [...interlopers]) {
    if (one.method === method && one.when === when) await one.act();
  }
}

function release({ holds, names }: Books, call: Call, holder: string): void {
  const hold = holds.get(holder);
  const organization = organizationOf(call);
  if (!hold) {
    holds.set(holder, { organization, holder, object: '', project: '', blocks: false, name: '', released: true });
  } else if (!hold.released) {
    hold.released = true;
    names.delete(keyOf(scopeOf(hold), hold.name));
  }
}

function scopeOf({ bucket = '', project }: FakeHold): string {
  return bucket || project;
}

function takeName({ names }: Books, project: string, name: string, owner: string): void {
  const taken = names.get(keyOf(project, name));
  if (taken !== undefined && taken !== owner) {
    throw new Refusal('name_taken', `the name ${name} is taken in ${project}: ${taken} has it`, { name, owner: taken });
  }
  names.set(keyOf(project, name), owner);
}

function findBucket({ buckets }: Books, call: Call, id: string): FakeBucket | undefined {
  const bucket = isId('bucket', id) ? buckets.get(id as BucketId) : undefined;
  return bucket?.project.organization === organizationOf(call) ? bucket : undefined;
}

function toMessage(bucket: FakeBucket | undefined): Pick<Bucket, 'id' | 'name' | 'projectId' | 'stage'>[] | undefined {
  return bucket && [{ id: bucket.id, name: bucket.name, projectId: bucket.project.id, stage: Stage.OUT }];
}

function keyOf(scope: string, name: string): string {
  return `${scope} ${nameKey(name)}`;
}

function released(holder: string): Refusal {
  return new Refusal('lost_race', `${holder} was released and holds nothing any more`, { link: holder });
}
