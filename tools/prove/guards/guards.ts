/** One text in one file, and what stands in its place where the guard is away. */
export type Edit = {
  readonly file: string;
  readonly from: string;
  readonly to: string;
};

/** One thing that keeps a promise, how to take it away, and the suites that then must fail. */
export type Guard = {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly suites: readonly string[];
};

const sharing = 'apps/sharing-service';
const catalog = 'apps/catalog-service';
const identity = 'apps/identity-service';
const persistence = 'libs/persistence';

const withoutHoldCheck = (file: string, from: string): Edit => ({ file: `${catalog}/src/${file}`, from, to: '' });

export const guards: readonly Guard[] = [
  {
    name: 'the lock of a share’s row',
    edits: [
      {
        file: `${sharing}/src/shares/share-store.ts`,
        from: 'const row = await lockRow(tx, shareTable, { organization_id: organization, id });',
        to: 'const row = await findRow(tx, shareTable, { organization_id: organization, id });',
      },
    ],
    suites: [`${sharing}/test/locks.int.spec.ts`],
  },
  {
    name: 'the lock of a bucket’s row',
    edits: [
      {
        file: `${catalog}/src/buckets/bucket-store.ts`,
        from: 'const row = await lockRow(tx, bucketTable, { organization_id: organization, id });',
        to: 'const row = await findRow(tx, bucketTable, { organization_id: organization, id });',
      },
    ],
    suites: [`${catalog}/test/locks.int.spec.ts`],
  },
  {
    name: 'the isolation level of writes',
    edits: [
      {
        file: `${persistence}/src/open-database.ts`,
        from: "openPool(url, tables, 'READ COMMITTED', poolSize)",
        to: "openPool(url, tables, 'REPEATABLE READ', poolSize)",
      },
    ],
    suites: [`${persistence}/test/locks.int.spec.ts`, `${identity}/test/snapshots.int.spec.ts`],
  },
  {
    name: 'the hold in the way of a drop',
    edits: [
      withoutHoldCheck('buckets/delete-bucket.ts', 'await assertNotHeld(tx, organization, { bucket: id }, id);'),
      withoutHoldCheck('tables/delete-table.ts', 'await assertNotHeld(tx, organization, { bucket, table: id }, id);'),
    ],
    suites: [`${catalog}/test/holds.int.spec.ts`, `${catalog}/test/locks.int.spec.ts`],
  },
  {
    name: 'the second check, before a link is active',
    edits: [
      {
        file: `${sharing}/src/links/drive-link.ts`,
        from: '  assertMayLink(share, standing);\n  await assertShows(',
        to: '  await assertShows(',
      },
    ],
    suites: [`${sharing}/test/audience.int.spec.ts`],
  },
  {
    name: 'the demand that a link is still pending',
    edits: [
      {
        file: `${sharing}/src/links/link-states.ts`,
        from: '{ organization_id: organization, id, state: from, ...since }',
        to: '{ organization_id: organization, id, ...since }',
      },
    ],
    suites: [`${sharing}/test/last-step.int.spec.ts`],
  },
  {
    name: 'the tombstone of a released holder',
    edits: [
      {
        file: `${catalog}/src/holds/place-hold.ts`,
        from: '  if (there.released) throw holderReleased(there.holder_id);\n',
        to: '',
      },
    ],
    suites: [`${catalog}/test/holds.int.spec.ts`],
  },
  {
    name: 'the reservation of names',
    edits: [
      {
        file: `${catalog}/src/names/name-store.ts`,
        from: 'await orNameTaken(tx, naming, () => insertRow(tx, nameTable, row));',
        to: 'await insertRow(tx, nameTable, row).catch(() => undefined);',
      },
    ],
    suites: [`${catalog}/test/buckets.int.spec.ts`, `${catalog}/test/holds.int.spec.ts`],
  },
  {
    name: 'the record of a request id',
    edits: [
      {
        file: `${persistence}/src/requests.ts`,
        from: "if (isNew) return { state: 'new' };",
        to: "if (isNew || thingId !== 'none') return { state: 'new' };",
      },
      {
        file: `${persistence}/src/requests.ts`,
        from: "return record === undefined ? { state: 'new' } : stateOf(record, call);",
        to: "return record === undefined || call ? { state: 'new' } : stateOf(record, call);",
      },
    ],
    suites: [`${persistence}/test/once.int.spec.ts`, `${sharing}/test/repeats.int.spec.ts`],
  },
  {
    name: 'the guard of a project that closes',
    edits: [
      {
        file: `${sharing}/src/projects/project-guard.ts`,
        from: "if (state !== 'open') throw projectClosing(project);",
        to: "if (state === 'deleted') throw projectClosing(project);",
      },
    ],
    suites: [`${sharing}/test/closing.int.spec.ts`],
  },
  {
    name: 'the sweeper of links that nobody finished',
    edits: [
      {
        file: `${sharing}/src/sweeper/sweep-links.ts`,
        from: '  await undoPending(deps, newCall);\n',
        to: '',
      },
    ],
    suites: [`${sharing}/test/sweeper.int.spec.ts`],
  },
];
