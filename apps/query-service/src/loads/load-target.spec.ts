import { newId } from '@easement/domain';
import { standingClient } from '@easement/rpc';
import type { Person } from '@easement/testing';
import { localPeers } from '../../test/local-peers.ts';
import { setScene } from '../../test/scene.ts';
import { tableAccess } from '../access/table-access.ts';
import type { LoadAim } from './load-header.ts';
import { loadTargets } from './load-target.ts';

const peers = localPeers();
const scene = setScene(peers);
const { flights, link } = scene;
const there = peers.tables.addTable(flights, 'Flights');
const find = loadTargets(peers.dial, tableAccess(peers.dial, standingClient(peers.dial)));

const byId: LoadAim = { kind: 'table', table: there.id };
const byName: LoadAim = { kind: 'named', bucket: flights.id, name: 'Flights', create: false };
const toMake: LoadAim = { ...byName, name: 'new', create: true };
const byLink: LoadAim = { kind: 'link', link: link.id };

const outcomeOf = async (who: Person, aim: LoadAim): Promise<string> => {
  try {
    return (await find(peers.callOf(who), aim)).kind;
  } catch (error) {
    const { reason, facts } = error as { reason?: string; facts?: Record<string, string> };
    return [reason, facts?.['kind'] ?? facts?.['scope']].filter(Boolean).join(' ');
  }
};

describe('where an upload goes', () => {
  const project = scene.operations.id;

  it('is the table, or a new one in the bucket', async () => {
    const call = peers.callOf(scene.owner);
    expect(await find(call, byId)).toEqual({ kind: 'table', project, table: there.id });
    expect(await find(call, byName)).toEqual({ kind: 'table', project, table: there.id });
    expect(await find(call, toMake)).toEqual({ kind: 'new', project, bucket: flights.id, name: 'new' });
  });

  it('is the table of exactly that name', async () => {
    const owner = scene.owner;
    expect(await outcomeOf(owner, { ...byName, name: 'flights' })).toBe('not_found table');
    const accented = peers.tables.addTable(flights, 'Flüge');
    const decomposed = await find(peers.callOf(owner), { ...byName, name: 'Flu\u0308ge' });
    expect(decomposed).toEqual({ kind: 'table', project, table: accented.id });
  });

  it.each<[keyof typeof scene, string, string, string]>([
    ['owner', 'table', 'new', 'not_found link'],
    ['writer', 'link_is_read_only', 'link_is_read_only', 'link_is_read_only'],
    [
      'reader',
      `missing_role ${scene.analytics.id}`,
      `missing_role ${scene.analytics.id}`,
      `missing_role ${scene.analytics.id}`,
    ],
    ['member', 'not_found table', 'not_found bucket', 'not_found link'],
    ['stranger', 'not_found table', 'not_found bucket', 'not_found link'],
    [
      'support',
      `missing_role ${scene.operations.id}`,
      `missing_role ${scene.operations.id}`,
      `missing_role ${scene.analytics.id}`,
    ],
  ])('is for a %s: by id %s, to make %s, by a link %s', async (who, table, make, linked) => {
    const person = scene[who] as Person;
    expect([await outcomeOf(person, byId), await outcomeOf(person, toMake), await outcomeOf(person, byLink)]).toEqual([
      table,
      make,
      linked,
    ]);
  });

  it('is not to be found in another organization, nor where there is nothing', async () => {
    const foreigner: Person = { ...scene.owner, organization: newId('organization') };
    expect(await outcomeOf(foreigner, byId)).toBe('not_found table');
    expect(await outcomeOf(foreigner, toMake)).toBe('not_found bucket');
    expect(await outcomeOf(scene.owner, { kind: 'table', table: newId('table') })).toBe('not_found table');
    expect(await outcomeOf(scene.owner, { ...toMake, bucket: newId('bucket') })).toBe('not_found bucket');
    expect(await outcomeOf(scene.owner, { kind: 'link', link: newId('link') })).toBe('not_found link');
  });
});
