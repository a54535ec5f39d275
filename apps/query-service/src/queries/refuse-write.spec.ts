import { standingClient } from '@easement/rpc';
import type { Person } from '@easement/testing';
import { localPeers } from '../../test/local-peers.ts';
import { setScene } from '../../test/scene.ts';
import { resolver } from '../access/resolve-tables.ts';
import type { WriteTarget } from '../engine/sql/statement.ts';
import { bucketOf, refuseWrite } from './refuse-write.ts';

const target = (object: WriteTarget['object'], ...parts: string[]): WriteTarget => ({
  object,
  name: parts.length === 0 ? undefined : { parts, offset: 0 },
});

describe('bucketOf', () => {
  it.each<[WriteTarget, string | undefined]>([
    [target('table', 'ops', 'flights'), 'ops'],
    [target('view', 'ops', 'flights'), 'ops'],
    [target('function', 'ops', 'f'), 'ops'],
    [target('bucket', 'ops'), 'ops'],
    [target('table', 'ops'), undefined],
    [target('table', 'a', 'ops', 'flights'), undefined],
    [target('bucket', 'a', 'ops'), undefined],
    [target('share', 'ops'), undefined],
    [target('other', 'ops'), undefined],
    [target('table'), undefined],
  ])('of %j is %s', (written, bucket) => {
    expect(bucketOf(written)).toBe(bucket);
  });
});

describe('a statement that writes', () => {
  const peers = localPeers();
  const scene = setScene(peers);
  const standings = standingClient(peers.dial);
  const deps = { resolver: resolver(peers.dial, standings), standings };
  const refusal = async (who: Person, into: WriteTarget): Promise<unknown> => {
    const statement = { kind: 'write', verb: 'INSERT', target: into, text: 'INSERT …' } as const;
    return await refuseWrite(deps, peers.callOf(who), scene.analytics.id, statement).catch((error: unknown) => error);
  };

  it('through a link is refused to who writes in the project because of the link, to who reads because of the role', async () => {
    const through = target('table', 'OPS ünits', 't');
    expect(await refusal(scene.writer, through)).toMatchObject({
      reason: 'link_is_read_only',
      facts: { link: scene.link.id, id: 'OPS ünits.t' },
    });
    expect(await refusal(scene.reader, through)).toMatchObject({
      reason: 'missing_role',
      facts: { role: 'write', scope: scene.analytics.id },
    });
  });

  it('into anything else is not built', async () => {
    for (const other of [target('table', 'own', 't'), target('table'), target('share', 'Ops Ünits')]) {
      expect(await refusal(scene.reader, other)).toMatchObject({
        reason: 'statement_not_supported',
        facts: { what: 'INSERT' },
      });
    }
  });

  it('tells who may not read in the project nothing', async () => {
    expect(await refusal(scene.stranger, target('table', 'Ops Ünits', 't'))).toMatchObject({ reason: 'not_found' });
  });
});
