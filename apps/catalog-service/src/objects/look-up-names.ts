import type { ObjectService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findOwners } from '../names/name-store.ts';

export function lookUpNames({ db }: Deps): Handler<typeof ObjectService.method.lookUpNames> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const { projectId, bucketId } = request;
    const scope = bucketId === '' ? parseId('project', projectId) : parseId('bucket', bucketId);
    const asked = request.names.map((name) => ({ scope, name }));
    const owners = await db.read(call, (tx) => findOwners(tx, organization, asked));
    return {
      names: request.names.flatMap((name) => {
        const ownerId = owners.find(scope, name);
        return ownerId === undefined ? [] : [{ name, ownerId }];
      }),
    };
  };
}
