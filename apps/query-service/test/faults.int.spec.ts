import { newId } from '@easement/domain';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';
import { type Scene, setScene } from './scene.ts';

/** Nobody listens there. */
const nowhere = '127.0.0.1:1';

type Outcomes = { readonly execute: string; readonly preview: string; readonly export: string; readonly load: string };

/** Who needs no word of a part is answered without it; the others learn which part it is. */
const cases: Record<'identity' | 'catalog' | 'sharing', Outcomes> = {
  identity: { execute: 'peer_unavailable', preview: 'not_found', export: 'not_found', load: 'peer_unavailable' },
  catalog: {
    execute: 'peer_unavailable',
    preview: 'peer_unavailable',
    export: 'peer_unavailable',
    load: 'peer_unavailable',
  },
  sharing: { execute: 'peer_unavailable', preview: 'not_found', export: 'not_found', load: 'done' },
};

describe.each(['identity', 'catalog', 'sharing'] as const)('while %s-service is out of reach', (peer) => {
  let house: QueryHouse;
  let scene: Scene;
  beforeAll(async () => {
    house = await startQuery({ peers: { [peer]: nowhere }, statementWorkers: 1 });
    scene = setScene(house);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const outcomeOf = async (call: Promise<unknown>): Promise<string> => {
    const refused = await refusalOf(call).catch(() => undefined);
    if (refused?.reason === 'peer_unavailable') expect(refused.facts).toEqual({ part: peer });
    return refused?.reason ?? 'done';
  };

  it('what needs it is answered so, and may be repeated', async () => {
    const [reader, owner] = [house.as(scene.reader), house.as(scene.owner)];
    const tableId = newId('table');
    const header = { bucketId: scene.flights.id, name: 'x', create: true };
    expect({
      execute: await outcomeOf(reader.rows(scene.analytics.id, 'SELECT * FROM flights.t')),
      preview: await outcomeOf(reader.preview({ tableId })),
      export: await outcomeOf(reader.export(tableId)),
      load: await outcomeOf(owner.load(header, 'n\n1\n')),
    }).toEqual(cases[peer]);
    expect(await house.leftovers()).toEqual([]);
  });
});
