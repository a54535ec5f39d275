import { newId } from '@easement/domain';
import { standingClient } from '@easement/rpc';
import type { Person } from '@easement/testing';
import { localPeers } from '../../test/local-peers.ts';
import { setScene } from '../../test/scene.ts';
import { resolver } from './resolve-tables.ts';

const peers = localPeers();
const scene = setScene(peers);
const { analytics, flights, link } = scene;
const resolve = resolver(peers.dial, standingClient(peers.dial));
const own = peers.tables.addBucket(analytics, 'own');
const shown = peers.tables.addTable(flights, 'Airports');
const kept = peers.tables.addTable(own, 'airports');

const named = (...parts: string[]) => ({ parts, offset: 0 });
const tables = (who: Person, ...names: ReturnType<typeof named>[]) =>
  resolve.tables(peers.callOf(who), analytics.id, 'the text', names);
const idsOf = async (...names: ReturnType<typeof named>[]) =>
  (await tables(scene.reader, ...names)).map(({ tableId }) => tableId);

describe('the tables that a statement names', () => {
  it('are those of links and of own buckets, in the order named, in any case', async () => {
    expect(
      await idsOf(named('OPS ÜNITS', 'AIRPORTS'), named('Own', 'Airports'), named('ops ünits', 'airports')),
    ).toEqual([shown.id, kept.id, shown.id]);
  });

  it('are none of another project, though its bucket has the name', async () => {
    await expect(idsOf(named('flights', 'Airports'))).rejects.toMatchObject({ reason: 'unknown_name' });
  });

  it('cost one question to each service, and none where none is named', async () => {
    const asked = () => [peers.links.asked('resolveNames'), peers.tables.asked('getVersions')];
    const [resolved = 0, read = 0] = asked();
    await idsOf(named('own', 'airports'), named('Ops Ünits', 'airports'), named('own', 'AIRPORTS'));
    expect(asked()).toEqual([resolved + 1, read + 1]);
    expect(await idsOf()).toEqual([]);
    expect(asked()).toEqual([resolved + 1, read + 1]);
  });

  it('are refused to who may not read in the project, whatever they are', async () => {
    for (const names of [[], [named('own', 'airports')], [named('no', 'such')]]) {
      await expect(tables(scene.stranger, ...names)).rejects.toMatchObject({ reason: 'not_found' });
      await expect(tables(scene.support, ...names)).rejects.toMatchObject({ reason: 'missing_role' });
    }
  });

  it.each([
    [['airports'], 'airports names no table; write bucket.table'],
    [['a', 'b', 'c'], 'a.b.c names no table; write bucket.table'],
    [['nowhere', 'airports'], 'this project has neither a bucket nor a link named nowhere'],
    [['own', 'nothing'], 'own has no table nothing'],
    [['Ops Ünits', 'nothing'], 'Ops Ünits has no table nothing'],
  ])('are refused at their place where %j stands for nothing', async (parts, said) => {
    const text = 'SELECT *\nFROM ü, x';
    const names = [named('own', 'airports'), { parts, offset: 17 }];
    const refused = resolve.tables(peers.callOf(scene.reader), analytics.id, text, names);
    await expect(refused).rejects.toMatchObject({
      reason: 'unknown_name',
      message: expect.stringContaining(`line 2, column 9: ${said}`),
      facts: { name: parts.join('.'), line: '2', column: '9' },
    });
  });
});

describe('assertMayRead', () => {
  it('asks who may read in the project, and nothing else', async () => {
    await resolve.assertMayRead(peers.callOf(scene.reader), analytics.id);
    const refused = resolve.assertMayRead(peers.callOf(scene.reader), newId('project'));
    await expect(refused).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('is asked anew each time', async () => {
    const guest = peers.directory.addPerson(peers.organization, { projects: [[analytics, 'read']] });
    await resolve.assertMayRead(peers.callOf(guest), analytics.id);
    peers.directory.setRole(guest, analytics.id, undefined);
    await expect(resolve.assertMayRead(peers.callOf(guest), analytics.id)).rejects.toMatchObject({
      reason: 'not_found',
    });
  });
});

it('buckets are answered by the link that shows them', async () => {
  const names = ['OPS ünits', 'own'];
  expect(await resolve.buckets(peers.callOf(scene.reader), analytics.id, names)).toEqual([
    { linkId: link.id, bucketId: flights.id },
    { linkId: '', bucketId: '' },
  ]);
});
