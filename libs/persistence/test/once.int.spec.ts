import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, parseId, Refusal } from '@easement/domain';
import {
  answerRequest,
  beginRequest,
  concludeRequest,
  countRows,
  type Database,
  deleteRows,
  forgetRequestOf,
  forgetRunningRequestOf,
  insertRow,
  purgeRequests,
  recallRequest,
  type RepeatableCall,
  requestTable,
  type Work,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { linkTable, organization_id } from './tables.ts';

const organization = parseId('organization', 'org_01h455vb4pex5vsknk084sn02q');
const ada: Actor = { kind: 'principal', organization, principal: parseId('user', 'usr_01h455vb4pex5vsknk084sn02q') };
type Answer = { readonly link: string };

function aCall(changes: Partial<RepeatableCall> & { readonly asks?: string } = {}): RepeatableCall & Work {
  const { asks = 'link it', ...rest } = changes;
  return {
    ...testWork(),
    actor: ada,
    method: 'easement.sharing.v1.LinkService/CreateLink',
    requestId: 'request-1',
    validateOnly: false,
    fingerprint: () => createHash('sha256').update(asks).digest('hex'),
    encodeAnswer: (answer) => new TextEncoder().encode(JSON.stringify(answer)),
    decodeAnswer: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as object,
    ...rest,
  };
}

describe.each(stores)('repeats on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  let ran = 0;

  beforeAll(async () => {
    test = await testDatabase(store, { tables: [requestTable, linkTable], poolSize: 25 });
    db = test.db;
  });
  beforeEach(async () => {
    ran = 0;
    await db.write(testWork(), async (tx) => {
      await deleteRows(tx, linkTable, { organization_id });
      await tx.run('DELETE FROM request_record', []);
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const createLink = (call: RepeatableCall & Work): Promise<Answer> =>
    db.once(call, async (tx) => {
      ran += 1;
      const id = `lnk_${ran}`;
      await insertRow(tx, linkTable, { organization_id, id, share_id: 'shr_1' });
      await sleep(2);
      return { link: id };
    });
  const countLinks = () => db.read(testWork(), (tx) => countRows(tx, linkTable, { organization_id }));

  it('twenty concurrent repeats act once and answer alike', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => createLink(aCall())));
    expect(answers).toEqual(Array(20).fill({ link: 'lnk_1' }));
    expect([ran, await countLinks()]).toEqual([1, 1]);
    expect(await createLink(aCall())).toEqual({ link: 'lnk_1' });
  });

  it('the same id for another request is refused', async () => {
    await createLink(aCall());
    const other = createLink(aCall({ asks: 'link another' }));
    await expect(other).rejects.toMatchObject({ reason: 'request_id_reused', facts: { request_id: 'request-1' } });
    expect(await countLinks()).toBe(1);
  });

  const strangers: [string, Partial<RepeatableCall>][] = [
    ['another request id', { requestId: 'REQUEST-1' }],
    ['another method', { method: 'easement.sharing.v1.LinkService/DeleteLink' }],
    ['another principal', { actor: { ...ada, principal: parseId('user', 'usr_01h455vb4pex5vsknk084sn03q') } }],
    [
      'another organization',
      { actor: { ...ada, organization: parseId('organization', 'org_01h455vb4pex5vsknk084sn03q') } },
    ],
    ['a service', { actor: { kind: 'service', service: 'gateway', organization } }],
    ['the operator', { actor: { kind: 'operator' } }],
  ];
  it.each(strangers)('%s is another request', async (_, changes) => {
    await createLink(aCall());
    await createLink(aCall(changes));
    await createLink(aCall(changes));
    expect(ran).toBe(2);
  });

  it('a refusal is not kept: the repeat is judged anew', async () => {
    const refuse = db.once(aCall(), async () => {
      throw new Refusal('name_taken', 'taken');
    });
    await expect(refuse).rejects.toMatchObject({ reason: 'name_taken' });
    expect(await createLink(aCall())).toEqual({ link: 'lnk_1' });
  });

  it('validate_only runs the work, changes nothing and leaves no record', async () => {
    expect(await createLink(aCall({ validateOnly: true }))).toEqual({ link: 'lnk_1' });
    expect(await countLinks()).toBe(0);
    expect(await createLink(aCall({ asks: 'something else' }))).toEqual({ link: 'lnk_2' });
  });

  it('a request of several steps is driven on by its repeat, then answered', async () => {
    const begin = (thing: string) => db.write(testWork(), (tx) => beginRequest(tx, aCall(), thing));
    expect(await begin('lnk_1')).toEqual({ state: 'new' });
    expect(await begin('lnk_2')).toEqual({ state: 'running', thingId: 'lnk_1' });
    await db.write(testWork(), (tx) => answerRequest(tx, aCall(), { link: 'lnk_1' }));
    expect(await begin('lnk_3')).toEqual({ state: 'done', answer: { link: 'lnk_1' } });
  });

  it('a request is recalled as far as it has come, and refused if it asked for something else', async () => {
    const recall = (call = aCall()) => db.read(testWork(), (tx) => recallRequest(tx, call));
    expect(await recall()).toEqual({ state: 'new' });
    await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_1'));
    expect(await recall()).toEqual({ state: 'running', thingId: 'lnk_1' });
    await db.write(testWork(), (tx) => answerRequest(tx, aCall(), { link: 'lnk_1' }));
    expect(await recall()).toEqual({ state: 'done', answer: { link: 'lnk_1' } });
    await expect(recall(aCall({ asks: 'another' }))).rejects.toMatchObject({ reason: 'request_id_reused' });
  });

  it('ten repeats that come to the last step together take it once and answer alike', async () => {
    await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_1'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, place) =>
        db.write(testWork(), (tx) => concludeRequest(tx, aCall(), 'lnk_1', async () => ({ place: (ran++, place) }))),
      ),
    );
    expect(new Set(answers.map(({ place }) => place)).size).toBe(1);
    expect(ran).toBe(1);
  });

  it('the last step of a thing that was undone loses the race, and leaves no record', async () => {
    const conclude = (thing: string) =>
      db.write(testWork(), (tx) => concludeRequest(tx, aCall(), thing, async () => ({ link: thing })));
    await expect(conclude('lnk_1')).rejects.toMatchObject({ reason: 'lost_race' });
    expect(await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_2'))).toEqual({ state: 'new' });
    await expect(conclude('lnk_1')).rejects.toMatchObject({ reason: 'lost_race' });
  });

  it('undoing a thing forgets its request, and answering it then loses the race', async () => {
    await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_1'));
    await db.write(testWork(), (tx) => forgetRequestOf(tx, organization, 'lnk_other'));
    await db.write(testWork(), (tx) => forgetRequestOf(tx, organization, 'lnk_1'));
    const late = db.write(testWork(), (tx) => answerRequest(tx, aCall(), { link: 'lnk_1' }));
    await expect(late).rejects.toMatchObject({ reason: 'lost_race' });
    expect(await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_2'))).toEqual({ state: 'new' });
  });

  it('undoing a thing that was answered leaves its answer, where running requests alone are forgotten', async () => {
    const forget = () => db.write(testWork(), (tx) => forgetRunningRequestOf(tx, organization, 'lnk_1'));
    await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_1'));
    await forget();
    await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_1'));
    await db.write(testWork(), (tx) => answerRequest(tx, aCall(), { link: 'lnk_1' }));
    await forget();
    const repeated = await db.write(testWork(), (tx) => beginRequest(tx, aCall(), 'lnk_2'));
    expect(repeated).toEqual({ state: 'done', answer: { link: 'lnk_1' } });
  });

  it('records are kept for a day and purged afterwards, in every organization', async () => {
    for (let i = 0; i < 1_003; i++) {
      const call = aCall({ requestId: `old-${i}`, ...(i % 2 === 0 ? { actor: { kind: 'operator' } } : {}) });
      await db.write(testWork(), (tx) => beginRequest(tx, call, ''));
    }
    const hour = 60 * 60 * 1000;
    const purge = (hours: number) => purgeRequests(db, testWork(), new Date(Date.now() + hours * hour));
    expect(await purge(23.9)).toBe(0);
    expect(await purge(24.1)).toBe(1_003);
    expect(await createLink(aCall({ requestId: 'old-1' }))).toEqual({ link: 'lnk_1' });
  });
});
