import type { DirectoryService } from '@easement/contracts';
import { newId } from '@easement/domain';
import { backgroundCall } from './call.ts';
import { countPrincipals } from './count-principals.ts';
import type { Peer } from './peer.ts';

const call = backgroundCall({
  service: 'sharing',
  organization: newId('organization'),
  timeoutMs: 1_000,
  method: 'a.B/C',
});
const [project, person] = [newId('project'), newId('user')];

function directory() {
  const asked: object[] = [];
  const count = async (request: object) => {
    asked.push(request);
    return { count: 7 };
  };
  return { asked, peer: { countPrincipals: count } as unknown as Peer<typeof DirectoryService> };
}

describe('counting principals', () => {
  it('asks identity-service, for projects and for those that are named', async () => {
    const { asked, peer } = directory();
    expect(await countPrincipals(peer, call, [project], [person])).toBe(7);
    expect(await countPrincipals(peer, call, [], [person])).toBe(7);
    expect(asked).toEqual([
      { projectIds: [project], principalIds: [person] },
      { projectIds: [], principalIds: [person] },
    ]);
  });

  it('asks nothing where there is nobody to count', async () => {
    const { asked, peer } = directory();
    expect(await countPrincipals(peer, call, [])).toBe(0);
    expect(asked).toEqual([]);
  });

  it('asks for no more than a request takes', async () => {
    const { asked, peer } = directory();
    await countPrincipals(
      peer,
      call,
      Array.from({ length: 10_001 }, () => project),
    );
    expect(asked).toEqual([{ projectIds: Array.from({ length: 10_000 }, () => project), principalIds: [] }]);
  });
});
