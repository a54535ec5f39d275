import type { TableVersion } from '@easement/contracts';
import { assertProjectRole, type ProjectId } from '@easement/domain';
import { type Call, type Dial, principalOf, type StandingOf } from '@easement/rpc';
import { type ObjectName, refuseAt } from '@easement/sql';
import { type MeantName, type NamedBucket, objectResolver, type Resolved } from './resolve-objects.ts';

export type Resolver = {
  /** Refuses who may not read in the project. Asks identity-service alone: it runs before every batch. */
  readonly assertMayRead: (call: Call, project: ProjectId) => Promise<void>;
  /**
   * What a statement names, in order, all of one instant: tables and views, and functions where a name is called.
   * Refuses who may not read in the project, `unknown_name` with the place of the first name that stands for nothing, and
   * `source_gone` or `reference_usage_missing` where a view reads what is not open to it.
   */
  readonly objects: (call: Call, project: ProjectId, text: string, names: readonly MeantName[]) => Promise<Resolved[]>;
  /** The same without a look at what views read: for what is to be described, granted or dropped. */
  readonly unread: Resolver['objects'];
  /** The same where only tables will do: a view is refused with `unknown_name`. */
  readonly tables: (
    call: Call,
    project: ProjectId,
    text: string,
    names: readonly ObjectName[],
  ) => Promise<TableVersion[]>;
  /** The buckets of names, in order, as sharing-service knows them. Refuses who may not read in the project. */
  readonly buckets: (call: Call, project: ProjectId, names: readonly string[]) => Promise<NamedBucket[]>;
};

/** Resolves names with a question or two to sharing-service and to catalog-service, however many there are. */
export function resolver(dial: Dial, standings: StandingOf): Resolver {
  const { buckets, objects: read, unread } = objectResolver(dial);
  const assertMayRead: Resolver['assertMayRead'] = async (call, project) => {
    assertProjectRole(await standings.one(call, principalOf(call).principal, project), 'read', 'reading');
  };
  const byRole =
    (resolve: Resolver['objects']): Resolver['objects'] =>
    async (call, project, text, names) => {
      if (names.length > 0) return await resolve(call, project, text, names);
      await assertMayRead(call, project);
      return [];
    };
  const objects = byRole(read);
  return {
    buckets,
    assertMayRead,
    objects,
    unread: byRole(unread),
    tables: async (call, project, text, names) => {
      const found = await objects(call, project, text, names);
      return found.map((one, index) => (one.kind === 'table' ? one.table : notTable(names[index], text)));
    },
  };
}

function notTable({ parts, offset }: ObjectName = { parts: [], offset: 0 }, text: string): never {
  const written = parts.join('.');
  throw refuseAt('unknown_name', `${written} is a view, and a table is meant here`, text, offset, { name: written });
}
