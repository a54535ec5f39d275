import type { Message } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Idempotency } from '@bufbuild/protobuf/wkt';
import { stores } from '@easement/persistence/testing';
import { answered } from '../src/foreign-ids/answer.ts';
import { askByConnect } from '../src/foreign-ids/ask-by-connect.ts';
import { type GrpcCaller, grpcCaller } from '../src/foreign-ids/ask-by-grpc.ts';
import { askDoor, type Door, doors } from '../src/foreign-ids/ask-door.ts';
import { compare, expectedOf, type Outcomes } from '../src/foreign-ids/compare.ts';
import { type IdField, idFieldsOf, nameOf, pathOf, publicMethods } from '../src/foreign-ids/id-fields.ts';
import { rehearsed, withId } from '../src/foreign-ids/place-id.ts';
import { phrasesWith } from '../src/foreign-ids/requests/every-method.ts';
import type { Phrase } from '../src/foreign-ids/requests/requests.ts';
import { allRules, type Probe, ruleOfAbsent, ruleOfNames } from '../src/foreign-ids/rules.ts';
import { callerNames, type Scene, setScene } from '../src/foreign-ids/scene.ts';

const fields = publicMethods.flatMap(idFieldsOf);
const labelled = (some: readonly IdField[]) =>
  some.map((field) => [`${pathOf(field)} of ${nameOf(field.method)}`, field] as const);
const probesOf = (field: IdField): Probe[] =>
  callerNames.flatMap((caller) => field.kinds.map((kind) => ({ field, kind, caller })));

const isMutation = ({ method }: IdField) => method.idempotency !== Idempotency.NO_SIDE_EFFECTS;
/** What nobody is answered may be asked in earnest: it changes nothing. */
const isAlwaysRefused = (probe: Probe) =>
  ruleOfAbsent(probe)?.outcome !== answered && ruleOfNames(probe)?.outcome !== answered;
const firstOfEach = fields.filter((field) => fields.find(({ method }) => method === field.method) === field);

it('each rule that makes an exception decides about something', () => {
  const used = new Set(fields.flatMap(probesOf).flatMap((probe) => [ruleOfAbsent(probe), ruleOfNames(probe)]));
  expect(allRules.filter((rule) => !used.has(rule))).toEqual([]);
});

describe.each(stores)('what a caller cannot see, on %s, is answered as what never was', (store) => {
  let scene: Scene;
  let grpc: GrpcCaller;

  beforeAll(async () => {
    scene = await setScene(store);
    grpc = grpcCaller(scene.product.grpcAddress);
  }, 120_000);

  afterAll(async () => {
    grpc[Symbol.dispose]();
    await scene[Symbol.asyncDispose]();
  });

  /** Compares what comes of the three ids in the place of one's own, for each caller, with what the rules say. */
  async function show(probes: readonly Probe[], phrase: Phrase): Promise<void> {
    for (const caller of callerNames) {
      const request = phrase(scene.own[caller]);
      const asked = probes.filter((probe) => probe.caller === caller);
      const outcomes = await Promise.all(asked.map((probe) => outcomesOf(probe, request)));
      expect({ caller, request, outcomes }).toEqual({ caller, request, outcomes: asked.map(expectedOf) });
    }
  }

  async function outcomesOf({ field, kind, caller }: Probe, request: Message): Promise<Outcomes> {
    const { method, path } = field;
    const { client } = scene.callers[caller];
    return await compare(scene, kind, caller, (id) =>
      askByConnect(client, method, withId(method.input, request, path, id)),
    );
  }

  /** What the request comes to as it is, up to the first caller who is answered. */
  async function outcomesAsItIs({ method }: IdField, phrase: Phrase): Promise<string[]> {
    const outcomes: string[] = [];
    for (const caller of callerNames) {
      outcomes.push((await askByConnect(scene.callers[caller].client, method, phrase(scene.own[caller]))).outcome);
      if (outcomes.includes(answered)) return outcomes;
    }
    return [...outcomes, (await askByConnect(scene.operator.client, method, phrase(scene.own.owner))).outcome];
  }

  it.each(labelled(fields))('in %s', async (_, field) => {
    for (const phrase of phrasesWith(field, scene.own.owner)) {
      const checked: Phrase = (own) => rehearsed(field.method.input, phrase(own));
      // Else the three might be alike for another reason than their ids.
      expect(await outcomesAsItIs(field, checked)).toContain(answered);
      await show(probesOf(field), checked);
    }
  });

  it.each(labelled(fields.filter(isMutation)))('in earnest, in %s', async (_, field) => {
    const probes = probesOf(field).filter(isAlwaysRefused);
    for (const phrase of phrasesWith(field, scene.own.owner)) await show(probes, phrase);
  });

  it.each(labelled(firstOfEach))('over gRPC, in %s', async (_, field) => {
    const { method, path } = field;
    const { callers, own } = scene;
    for (const phrase of phrasesWith(field, own.guest).slice(0, 1)) {
      const request = rehearsed(method.input, phrase(own.guest));
      for (const kind of field.kinds) {
        const ask = (id: string) => grpc.ask(callers.guest.token, method, withId(method.input, request, path, id));
        expect(await compare(scene, kind, 'guest', ask)).toEqual(expectedOf({ field, kind, caller: 'guest' }));
      }
    }
  });

  describe.each(doors.map((door): [string, Door] => [door.name, door]))('at the door %s', (_, { field, good, ask }) => {
    it.each(callerNames)('to the %s', async (caller) => {
      const { callers, product } = scene;
      const own = scene.own[caller];
      const visit = (id: string) => askDoor(product.httpAddress, callers[caller].token, ask(id, own));
      expect((await visit(good(own))).outcome).toBe(answered);
      for (const kind of field.kinds) {
        expect(await compare(scene, kind, caller, visit)).toEqual(expectedOf({ field, kind, caller }));
      }
    });
  });

  it.each(['invisible', 'foreign'] as const)('though it is there, and stays: what is %s', async (where) => {
    const { client } = scene.owners[where];
    const { bucket, column, email, link, project, service_account, share, table, token, user } = scene[where];
    expect([
      (await client.projects.getProject({ projectId: project })).project?.id,
      (await client.principals.getUser({ userId: email })).user?.id,
      (await client.principals.getUser({ userId: service_account })).user?.id,
      (await client.tokens.listTokens({ principalId: user })).tokens.at(-1)?.id,
      (await client.tables.getTable({ tableId: table })).table?.columns[0]?.id,
      (await client.shares.getShare({ shareId: share })).share?.bucket?.bucketId,
      (await client.links.getLink({ linkId: link })).link?.shareId,
    ]).toEqual([project, user, service_account, token, column, bucket, share]);
  });
});
