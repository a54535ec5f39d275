import { stores } from '@easement/persistence/testing';
import { checkStatement } from '../src/fuzz/check-statement.ts';
import { escapes, questions } from '../src/fuzz/escapes.cases.ts';
import { changesSince, hashesOf } from '../src/fuzz/hashes.ts';
import { hear } from '../src/fuzz/hear.ts';
import { type FuzzWorld, openFuzzWorld } from '../src/fuzz/world.ts';

describe.each(stores)('a hostile caller, on %s', (store) => {
  let world: FuzzWorld;
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    world = await openFuzzWorld(store);
    before = await hashesOf(world.folders);
  }, 120_000);
  afterAll(() => world[Symbol.asyncDispose]());

  /** Puts in the places and names of this world. */
  function aimed(text: string): string {
    const { targets } = world;
    const secret = (what: string) => world.secrets.find((one) => one.what.includes(what))?.text ?? '';
    const places: Record<string, string> = {
      ...{ file: targets.files[0] ?? '', rows: targets.rows[0] ?? '', out: targets.out },
      ...{ tenant: secret('organization’s project'), foreign: secret('organization’s share') },
    };
    return text.replaceAll(/\{(file|rows|out|tenant|foreign)\}/g, (_, place: string) => places[place] ?? '');
  }

  describe.each(Object.entries(escapes))('with %s', (_, cases) => {
    it.each(cases.map((one) => [[one].flat().at(-1) ?? '', [one].flat()] as const))('%s', async (_last, statements) => {
      for (const [at, text] of statements.entries()) {
        const isHostile = at === statements.length - 1;
        const { heard, problems } = await checkStatement(world, {
          statement: aimed(text),
          isHostile,
          isMutated: false,
        });
        expect(problems).toEqual([]);
        if (!isHostile) expect([text, heard.refusedWith]).toEqual([text, undefined]);
      }
    });
  });

  it.each(questions)('is told nothing that is closed: %s', async (statement) => {
    const { heard, problems } = await checkStatement(world, { statement, isHostile: false, isMutated: false });
    expect(problems).toEqual([]);
    expect(heard.refusedWith).toBeUndefined();
  });

  it('has changed no file, and no row', async () => {
    expect(changesSince(before, await hashesOf(world.folders), world.folders[0] ?? '')).toEqual([]);
    const { said } = await hear(world.caller, world.projectId, 'SELECT count(*), max(name) FROM own.things');
    expect(said).toContain('["4","lamp"]');
  });
});

it('tries a hundred ways and more', () => {
  expect(Object.values(escapes).flat().length).toBeGreaterThan(200);
});
