import type { ProjectService } from '@easement/contracts';
import { checkName, maskedFields, parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertEtag } from '../etag.ts';
import { impactOn } from '../impact.ts';
import { countPrincipalsOf } from '../standings/principal-count.ts';
import { lockProjectFor } from './open-project.ts';
import { toProjectMessage } from './project-message.ts';
import { changeProject } from './project-store.ts';

export function updateProject({ db, now }: Deps): Handler<typeof ProjectService.method.updateProject> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const id = parseId('project', request.projectId);
    const fields = maskedFields(request.updateMask, ['name', 'description']);
    const name = fields.has('name') ? checkName(request.name) : undefined;
    const description = fields.has('description') ? request.description : undefined;
    const updateTime = now();
    return await db.once(call, async (tx) => {
      const demand = { caller, needed: 'admin', act: 'changing the project' } as const;
      const { project } = await lockProjectFor(tx, organization, id, demand);
      assertEtag(request.etag, project, 'project', id);
      const changed = await changeProject(tx, project, {
        name: name ?? project.name,
        description: description ?? project.description,
        update_time: updateTime,
      });
      if (call.validateOnly) return { impact: impactOn(await countPrincipalsOf(tx, organization, [id]), [id]) };
      return { project: toProjectMessage(changed) };
    });
  };
}
