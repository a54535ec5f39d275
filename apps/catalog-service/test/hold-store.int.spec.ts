import { newId } from '@easement/domain';
import { stores, testDatabase, type TestDatabase, testWork } from '@easement/persistence/testing';
import { insertHold, releaseHolds } from '../src/holds/hold-store.ts';
import { type HoldRow, holdTable } from '../src/holds/hold.table.ts';

describe.each(stores)('holds in the database on %s', (store) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase(store, { tables: [holdTable] });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const aHold = (): HoldRow => ({
    ...{ organization_id: newId('organization'), holder_id: newId('link') },
    ...{ object_id: newId('bucket'), project_id: newId('project'), blocks: true },
    ...{ released: false, create_time: new Date(), release_time: null },
  });
  const insert = (hold: HoldRow) => test.db.write(testWork(), (tx) => insertHold(tx, hold));

  it('are inserted where their holder has none', async () => {
    expect(await insert(aHold())).toBeUndefined();
  });

  it('give way to the tombstone that came in since nobody found one', async () => {
    const hold = aHold();
    const { organization_id, holder_id } = hold;
    await test.db.write(testWork(), (tx) => releaseHolds(tx, organization_id, [holder_id], new Date()));
    expect(await insert(hold)).toMatchObject({ holder_id, released: true });
  });

  it('give way to the hold that a repeat has placed meanwhile', async () => {
    const hold = aHold();
    await insert(hold);
    expect(await insert({ ...hold, blocks: false })).toEqual(hold);
  });
});
