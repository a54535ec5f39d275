import { type DirectReads, openDirectReads, type Value } from './direct-reads.ts';
import type { HoldFact, LinkFact, NamedFact, NameFact, ShareFact, Truth } from './truth.ts';

export type TruthReader = AsyncDisposable & {
  /** What there is of an organization now. Not one instant over all databases: ask when nothing is under way. */
  readonly read: (organization: string) => Promise<Truth>;
};

type Databases = Readonly<Record<'identity' | 'catalog' | 'sharing', string>>;

export async function openTruth(databases: Databases): Promise<TruthReader> {
  await using own = new AsyncDisposableStack();
  const identity = own.use(openDirectReads(databases.identity));
  const catalog = own.use(openDirectReads(databases.catalog));
  const sharing = own.use(openDirectReads(databases.sharing));
  const all = own.move();
  return {
    read: async (organization) => {
      const [ofIdentity, ofCatalog, ofSharing, running] = await Promise.all([
        readIdentity(identity, organization),
        readCatalog(catalog, organization),
        readSharing(sharing, organization),
        readRunning({ identity, catalog, sharing }, organization),
      ]);
      const closed = [...ofCatalog.closed, ...ofSharing.closed];
      return { ...ofIdentity, ...ofCatalog, ...ofSharing, closed, running };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function readIdentity(db: DirectReads, organization: string): Promise<Pick<Truth, 'projects' | 'closings'>> {
  const [projects, closings] = await Promise.all([
    db.select(['id'], 'FROM project WHERE organization_id = ?', [organization]),
    db.select(['project_id'], 'FROM project_closing WHERE organization_id = ?', [organization]),
  ]);
  return { projects: projects.map(({ id }) => text(id)), closings: closings.map(({ project_id }) => text(project_id)) };
}

type OfCatalog = Pick<Truth, 'holds' | 'names' | 'buckets' | 'tables' | 'closed'>;

async function readCatalog(db: DirectReads, organization: string): Promise<OfCatalog> {
  const from = (table: string): string => `FROM ${table} WHERE organization_id = ?`;
  const [holds, names, buckets, tables, closed] = await Promise.all([
    db.select(['holder_id', 'object_id', 'project_id'], `${from('hold')} AND released = 0`, [organization]),
    db.select(['scope', 'name_key', 'owner_id'], from('name'), [organization]),
    db.select(['id', 'project_id', 'name'], from('bucket'), [organization]),
    db.select(['id', 'bucket_id', 'name'], from('data_table'), [organization]),
    db.select(['project_id'], `${from('project_guard')} AND closed_attempt > reopened_attempt`, [organization]),
  ]);
  return {
    holds: holds.map((row): HoldFact => ({
      holder: text(row.holder_id),
      object: text(row.object_id),
      project: text(row.project_id),
    })),
    names: names.map((row): NameFact => ({
      scope: text(row.scope),
      key: text(row.name_key),
      owner: text(row.owner_id),
    })),
    buckets: buckets.map((row): NamedFact => ({ id: text(row.id), scope: text(row.project_id), name: text(row.name) })),
    tables: tables.map((row): NamedFact => ({ id: text(row.id), scope: text(row.bucket_id), name: text(row.name) })),
    closed: closed.map(({ project_id }) => ({ service: 'catalog', project: text(project_id) })),
  };
}

const linkColumns = [
  ...(['id', 'share_id', 'project_id', 'bucket_id'] as const),
  ...(['name', 'state', 'outside_audience', 'removal_reason'] as const),
] as const;

type OfSharing = Pick<Truth, 'shares' | 'links' | 'closed'>;

async function readSharing(db: DirectReads, organization: string): Promise<OfSharing> {
  const from = (table: string): string => `FROM ${table} WHERE organization_id = ?`;
  const [shares, targets, links, closed] = await Promise.all([
    db.select(['id', 'project_id', 'bucket_id', 'audience'], from('share'), [organization]),
    db.select(['share_id', 'target_id'], from('share_target'), [organization]),
    db.select(linkColumns, from('link'), [organization]),
    db.select(['project_id'], `${from('project_guard')} AND state <> 'open'`, [organization]),
  ]);
  return {
    shares: shares.map((row): ShareFact => ({
      id: text(row.id),
      project: text(row.project_id),
      bucket: text(row.bucket_id),
      audience: text(row.audience),
      targets: targets.filter(({ share_id }) => share_id === row.id).map(({ target_id }) => text(target_id)),
    })),
    links: links.map((row): LinkFact => ({
      id: text(row.id),
      share: text(row.share_id),
      project: text(row.project_id),
      bucket: text(row.bucket_id),
      name: text(row.name),
      state: text(row.state),
      isOutside: row.outside_audience === 1,
      removal: row.removal_reason === null ? undefined : text(row.removal_reason),
    })),
    closed: closed.map(({ project_id }) => ({ service: 'sharing', project: text(project_id) })),
  };
}

async function readRunning(
  services: Readonly<Record<string, DirectReads>>,
  organization: string,
): Promise<Truth['running']> {
  const found = await Promise.all(
    Object.entries(services).map(async ([service, db]) => {
      const where = "FROM request_record WHERE organization_id = ? AND state = 'running'";
      const rows = await db.select(['method', 'thing_id'], where, [organization]);
      return rows.map((row) => ({ service, method: text(row.method), thing: text(row.thing_id) }));
    }),
  );
  return found.flat();
}

function text(value: Value): string {
  return value === null ? '' : String(value);
}
