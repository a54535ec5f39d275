import { type BucketId, type LinkId, nameKey, type OrganizationId, Refusal } from '@easement/domain';
import {
  deleteRows,
  duplicateKey,
  findRow,
  findRows,
  idColumn,
  insertRow,
  query,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { type NameRow, nameTable, type Scope } from './name.table.ts';

type Naming = {
  readonly organization: OrganizationId;
  readonly scope: Scope;
  readonly owner: string;
  /** As typed, and checked. */
  readonly name: string;
};

/** Takes the name for its owner, or refuses `name_taken` with what has it. */
export async function reserveName(tx: WriteTx, naming: Naming): Promise<void> {
  const row = toRow(naming);
  await orNameTaken(tx, naming, () => insertRow(tx, nameTable, row));
}

/** Gives the owner this name in place of the one it has there, or refuses `name_taken` with what has it. */
export async function replaceName(tx: WriteTx, naming: Naming): Promise<void> {
  const { name_key, name, ...owner } = toRow(naming);
  await orNameTaken(tx, naming, () => updateRows(tx, nameTable, owner, { name_key, name }));
}

/** Frees the one name that each of these owners has. */
export async function freeNamesOf(tx: WriteTx, organization: OrganizationId, owners: readonly string[]): Promise<void> {
  await deleteRows(tx, nameTable, { organization_id: organization, owner_id: owners });
}

/** The names of these owners, in whatever scope. */
export async function namesOf(
  tx: ReadTx,
  organization: OrganizationId,
  owners: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await findRows(tx, nameTable, { organization_id: organization, owner_id: owners });
  return new Map(rows.map(({ owner_id, name }) => [owner_id, name]));
}

/** Where the owner has its one name. */
export async function findScope(tx: ReadTx, organization: OrganizationId, owner: string): Promise<Scope | undefined> {
  const [row] = await findRows(tx, nameTable, { organization_id: organization, owner_id: owner });
  return row?.scope;
}

/** The links that have their names in a bucket, in the order of those. */
export async function linksNamedIn(tx: ReadTx, organization: OrganizationId, bucket: BucketId): Promise<LinkId[]> {
  const sql = "SELECT owner_id FROM name WHERE organization_id = ? AND scope = ? AND owner_id LIKE 'lnk!_%' ESCAPE '!'";
  const rows = await query(tx, { owner_id: idColumn<LinkId>() }, `${sql} ORDER BY name_key`, [organization, bucket]);
  return rows.map(({ owner_id }) => owner_id);
}

export type Owners = {
  /** The id of what has the name there, in whatever case it is written. */
  readonly find: (scope: Scope, name: string) => string | undefined;
};

/** Who has these names. One statement, however many scopes there are. */
export async function findOwners(
  tx: ReadTx,
  organization: OrganizationId,
  asked: readonly { readonly scope: Scope; readonly name: string }[],
): Promise<Owners> {
  const keys = Map.groupBy(asked, ({ scope }) => scope);
  const owners = new Map<string, string>();
  const conditions = [...keys.values()].map(
    (names) => `(scope = ? AND name_key IN (${names.map(() => '?').join(', ')}))`,
  );
  if (conditions.length > 0) {
    const { scope, name_key, owner_id } = nameTable.columns;
    const rows = await query(
      tx,
      { scope, name_key, owner_id },
      `SELECT scope, name_key, owner_id FROM name WHERE organization_id = ? AND (${conditions.join(' OR ')})`,
      [organization, ...[...keys].flatMap(([scope, names]) => [scope, ...names.map(({ name }) => nameKey(name))])],
    );
    for (const row of rows) owners.set(ownerKey(row.scope, row.name_key), row.owner_id);
  }
  return { find: (scope, name) => owners.get(ownerKey(scope, nameKey(name))) };
}

async function orNameTaken(tx: WriteTx, naming: Naming, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (duplicateKey(error, nameTable) !== 'primary') throw error;
    const { organization_id, scope, name_key } = toRow(naming);
    const taken = await findRow(tx, nameTable, { organization_id, scope, name_key });
    throw nameTaken(naming.name, scope, taken);
  }
}

function nameTaken(name: string, scope: Scope, taken: NameRow | undefined): Refusal {
  const has = taken === undefined ? 'something else' : `${taken.owner_id} (${JSON.stringify(taken.name)})`;
  return new Refusal(
    'name_taken',
    `the name ${JSON.stringify(name)} is taken in ${scope}: ${has} has it; choose another`,
    {
      name,
      owner: taken?.owner_id ?? '',
    },
  );
}

function toRow({ organization, scope, owner, name }: Naming): NameRow {
  return { organization_id: organization, scope, name_key: nameKey(name), name, owner_id: owner };
}

function ownerKey(scope: string, key: string): string {
  return `${scope} ${key}`;
}
