import { assertMaySeeInside, parseId, type Standing } from '@easement/domain';
import { type Call, type Dial, principalOf, standingClient } from '@easement/rpc';

/** Answers the caller's standing in a project, or refuses who may not see what is in it. */
export function lookInside(dial: Dial): (call: Call, projectId: string) => Promise<Standing> {
  const standings = standingClient(dial);
  return async (call, projectId) => {
    const project = parseId('project', projectId);
    const standing = await standings.one(call, principalOf(call).principal, project);
    assertMaySeeInside(standing, 'looking inside');
    return standing;
  };
}
