import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type GetStandingRequestSchema,
  ListStandingsResponseSchema,
  ProjectRole,
  GetStandingResponseSchema,
} from '@easement/contracts';
import { newId } from '@easement/domain';
import { backgroundCall } from './call.ts';
import type { Dial } from './dial.ts';
import type { Outgoing } from './outgoing.ts';
import { standingClient } from './standing-client.ts';

type Asked = MessageInitShape<typeof GetStandingRequestSchema>;

const organization = newId('organization');
const principal = newId('user');
const project = newId('project');
const call = {
  ...backgroundCall({ service: 'sharing', organization, timeoutMs: 1_000, method: 'test' }),
  actor: { kind: 'principal' as const, principal, organization },
};

let asked: { audience: string; queries: number; speakAs: string }[];

/** An identity-service that answers the first `most` of what it is asked. */
function dialTo(most = Infinity): Dial {
  const directory = (audience: string) => ({
    getStanding: async ({ queries = [] }: Asked, { speakAs }: Outgoing) => {
      asked.push({ audience, queries: queries.length, speakAs });
      const standings = queries.slice(0, most).map(({ principalId = '', projectId = '' }) => {
        return { principalId, projectId, projectExists: true, projectRole: ProjectRole.READ };
      });
      return create(GetStandingResponseSchema, { standings });
    },
    listStandings: async ({ principalId = '' }: { principalId?: string }, { speakAs }: Outgoing) => {
      asked.push({ audience, queries: 0, speakAs });
      const standing = { principalId, projectId: project, projectExists: true, projectRole: ProjectRole.ADMIN };
      return create(ListStandingsResponseSchema, { standings: [standing] });
    },
  });
  return ((audience: string) => directory(audience)) as unknown as Dial;
}

beforeEach(() => {
  asked = [];
});

it('asks identity-service for one standing, as the service itself', async () => {
  const standing = await standingClient(dialTo()).one(call, principal, project);
  expect(standing).toMatchObject({ principal, project, projectExists: true, givenRole: 'read' });
  expect(asked).toEqual([{ audience: 'identity', queries: 1, speakAs: 'service' }]);
});

it('asks every time: a standing is never kept', async () => {
  const { one } = standingClient(dialTo());
  await one(call, principal, project);
  await one(call, principal, project);
  expect(asked).toHaveLength(2);
});

it('asks for many in parts that identity-service takes, and answers them in order', async () => {
  const projects = Array.from({ length: 2_001 }, () => newId('project'));
  const standings = await standingClient(dialTo()).inProjects(call, principal, projects);
  expect(standings.map((standing) => standing.project)).toEqual(projects);
  expect(asked.map(({ queries }) => queries)).toEqual([1_000, 1_000, 1]);
});

it('asks nobody about no project', async () => {
  expect(await standingClient(dialTo()).inProjects(call, principal, [])).toEqual([]);
  expect(asked).toEqual([]);
});

it('does not take a missing answer for a standing', async () => {
  await expect(standingClient(dialTo(0)).one(call, principal, project)).rejects.toThrow('fewer standings');
});

it('finds the standings everywhere', async () => {
  const standings = await standingClient(dialTo()).everywhere(call, principal);
  expect(standings).toMatchObject([{ principal, project, givenRole: 'admin' }]);
  expect(asked).toEqual([{ audience: 'identity', queries: 0, speakAs: 'service' }]);
});
