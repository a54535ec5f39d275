import { stores } from '@easement/persistence/testing';
import { askByConnect } from '../src/foreign-ids/ask-by-connect.ts';
import { askDoor, doors } from '../src/foreign-ids/ask-door.ts';
import { nameOf, pathOf } from '../src/foreign-ids/id-fields.ts';
import { withId } from '../src/foreign-ids/place-id.ts';
import { phrasesWith } from '../src/foreign-ids/requests/every-method.ts';
import { type Scene, setScene } from '../src/foreign-ids/scene.ts';
import {
  everythingThere,
  fillLinkedBucket,
  type LinkedThings,
  outcomeOfStatement,
} from '../src/read-only/linked-things.ts';
import { consumers, exceptionFor, exceptions, type Road, roads } from '../src/read-only/roads.ts';

const readOnly = 'LINK_IS_READ_ONLY';
const nameOfRoad = ({ field, kind }: Road) => `a ${kind} in ${pathOf(field)} of ${nameOf(field.method)}`;

it('there is a road for each mutation of buckets, tables, columns, metadata and rows', () => {
  const named = new Set(roads.map(({ field }) => nameOf(field.method)));
  const some = ['BucketService/DeleteBucket', 'TableService/DropColumn', 'MetadataService/SetMetadata'];
  expect([...named]).toEqual(expect.arrayContaining([...some, 'LoadService/LoadTable', 'TableService/CreateAlias']));
});

it('each exception is about some road', () => {
  const used = new Set(roads.flatMap((road) => consumers.map((caller) => exceptionFor(road, caller))));
  expect(exceptions.filter((exception) => !used.has(exception))).toEqual([]);
});

describe.each(stores)('through a link nothing is written and nothing shared, on %s', (store) => {
  let scene: Scene;
  let linked: LinkedThings;
  let before: unknown;
  beforeAll(async () => {
    scene = await setScene(store);
    linked = await fillLinkedBucket(scene);
    before = await everythingThere(scene, scene.own.owner);
  }, 120_000);
  afterAll(() => scene[Symbol.asyncDispose]());
  afterEach(async () => expect(await everythingThere(scene, scene.own.owner)).toEqual(before));

  it.each(roads.map((road) => [nameOfRoad(road), road] as const))('by %s', async (_, road) => {
    const { method, path } = road.field;
    for (const caller of consumers) {
      const exception = exceptionFor(road, caller);
      if (exception && exception.outcome === undefined) continue;
      const { client } = scene.callers[caller];
      for (const phrase of phrasesWith(road.field, scene.own[caller])) {
        for (const id of linked[road.kind] ?? []) {
          const request = withId(method.input, phrase(scene.own[caller]), path, id);
          const { outcome } = await askByConnect(client, method, request);
          expect({ caller, id, outcome }).toEqual({ caller, id, outcome: exception?.outcome ?? readOnly });
        }
      }
    }
  });

  it.each(doors.filter(({ name }) => name.startsWith('PUT')).map((door) => [door.name, door] as const))(
    'by the door %s',
    async (_, door) => {
      for (const caller of consumers) {
        for (const table of linked.table ?? []) {
          const { token } = scene.callers[caller];
          const answer = await askDoor(scene.product.httpAddress, token, door.ask(table, scene.own[caller]));
          expect(answer.outcome).toBe(readOnly);
        }
      }
    },
  );

  it.each([
    'INSERT INTO theirs.t VALUES (1)',
    'UPDATE theirs.t SET a = 1',
    'DELETE FROM theirs.t',
    'TRUNCATE theirs.t',
    'DROP TABLE theirs.t',
    'ALTER TABLE theirs.t DROP COLUMN a',
    'ALTER VIEW theirs.v RENAME TO w',
    'CREATE TABLE theirs.other (a INTEGER)',
    'CREATE OR REPLACE TABLE theirs.t AS SELECT 1 AS a',
  ])('by the statement %s', async (statement) => {
    for (const caller of consumers) {
      const { client } = scene.callers[caller];
      expect(await outcomeOfStatement(client, scene.own[caller].home, statement)).toBe(readOnly);
    }
  });
});
