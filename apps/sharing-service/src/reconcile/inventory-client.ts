import {
  CatalogClosingService,
  type Hold,
  HoldService,
  InventoryService,
  ObjectService,
  RecoveryService,
} from '@easement/contracts';
import { type HoldFacts, isId, parseId, type ProjectFacts, type ProjectId } from '@easement/domain';
import { asService, derivedRequestId, type Dial } from '@easement/rpc';
import type { Inventory } from './inventory.ts';

/** Parts are asked for no more than a request holds: a part of the work is smaller. */
export function inventoryClient(dial: Dial): Inventory {
  return { ...catalogInventory(dial), ...identityInventory(dial) };
}

function catalogInventory(dial: Dial): Omit<Inventory, 'projects' | 'finishDeletion'> {
  const objects = dial('catalog', ObjectService);
  const holds = dial('catalog', HoldService);
  const inventory = dial('catalog', InventoryService);
  const closing = dial('catalog', CatalogClosingService);
  return {
    bucketOwners: async (call, buckets) => {
      if (buckets.length === 0) return new Map();
      const found = await objects.lookUpObjects({ objectIds: [...new Set(buckets)] }, asService(call));
      return new Map(found.buckets.map(({ id, projectId }) => [parseId('bucket', id), parseId('project', projectId)]));
    },
    holdsOf: async (call, links) => {
      if (links.length === 0) return new Map();
      const found = await inventory.lookUpHolds({ holderIds: [...links] }, asService(call));
      return new Map(found.holds.map((hold) => [parseId('link', hold.holderId), toHoldFacts(hold)]));
    },
    placedHolds: async (call, size, after) => {
      const page = await holds.listHolds({ pageSize: size, pageToken: after }, asService(call));
      const found = page.holds.map((hold) => ({
        link: parseId('link', hold.holderId),
        project: toProject(hold.projectId),
        facts: toHoldFacts(hold),
      }));
      return { found, next: page.nextPageToken || undefined };
    },
    catalogProjects: async (call, size, after) => {
      const page = await inventory.listKnownProjects({ pageSize: size, pageToken: after }, asService(call));
      const found = page.projects.map(({ projectId, closedAttempt, reopenedAttempt, bucketCount }) => ({
        id: parseId('project', projectId),
        guard: { closed: Number(closedAttempt), reopened: Number(reopenedAttempt), isDeleted: false },
        bucketCount,
      }));
      return { found, next: page.nextPageToken || undefined };
    },
    reopenInCatalog: async (call, project, attempt) => {
      const requestId = derivedRequestId(call, `reopen ${project} ${attempt}`);
      await closing.reopenProject({ projectId: project, attempt: BigInt(attempt), requestId }, asService(call));
    },
  };
}

function identityInventory(dial: Dial): Pick<Inventory, 'projects' | 'finishDeletion'> {
  const recovery = dial('identity', RecoveryService);
  return {
    projects: async (call, ids) => {
      if (ids.length === 0) return new Map();
      const found = await recovery.lookUpAttempts({ projectIds: [...new Set(ids)] }, asService(call));
      return new Map(
        found.projects.map(({ projectId, attempt, closing }): [ProjectId, ProjectFacts] => [
          parseId('project', projectId),
          { attempt: Number(attempt), isClosing: closing },
        ]),
      );
    },
    finishDeletion: async (call, project, validateOnly) => {
      const requestId = derivedRequestId(call, `finish deletion ${project}`);
      await recovery.finishDeletion({ projectId: project, requestId, validateOnly }, asService(call));
    },
  };
}

function toHoldFacts({ released, objectId, projectId, blocks, name }: Hold): HoldFacts {
  if (released) return 'released';
  const object = isId('table', objectId) ? parseId('table', objectId) : toBucket(objectId);
  return { object, project: toProject(projectId), blocks, name: name === '' ? undefined : name };
}

function toBucket(text: string) {
  return isId('bucket', text) ? parseId('bucket', text) : undefined;
}

function toProject(text: string) {
  return isId('project', text) ? parseId('project', text) : undefined;
}
