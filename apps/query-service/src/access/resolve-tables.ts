import {
  AccessService,
  type ResolvedName,
  type TableVersion,
  VersionService,
  type VersionQuerySchema,
} from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { assertProjectRole, type ProjectId } from '@easement/domain';
import { asService, type Call, type Dial, onBehalf, principalOf, type StandingOf } from '@easement/rpc';
import { refuseAt } from '@easement/sql';
import type { ObjectName } from '../engine/sql/statement.ts';

/** What a name of a bucket in a project is: a link, or (as far as sharing-service knows) one of its own. */
export type NamedBucket = {
  readonly linkId: string;
  readonly bucketId: string;
  /** Where the link shows granted objects alone: those. */
  readonly granted?: ReadonlySet<string>;
};

export type Resolver = {
  /** Refuses who may not read in the project. Asks identity-service alone: it runs before every batch. */
  readonly assertMayRead: (call: Call, project: ProjectId) => Promise<void>;
  /**
   * The tables that a statement names, in order, all of one instant. Refuses who may not read in the project, and
   * `unknown_name` with the place of the first name that stands for nothing.
   */
  readonly tables: (
    call: Call,
    project: ProjectId,
    text: string,
    names: readonly ObjectName[],
  ) => Promise<TableVersion[]>;
  /** The buckets of names, in order, as sharing-service knows them. Refuses who may not read in the project. */
  readonly buckets: (call: Call, project: ProjectId, names: readonly string[]) => Promise<NamedBucket[]>;
};

/** Resolves names with one question to sharing-service and one to catalog-service, however many there are. */
export function resolver(dial: Dial, standings: StandingOf): Resolver {
  const access = dial('sharing', AccessService);
  const versions = dial('catalog', VersionService);
  const buckets: Resolver['buckets'] = async (call, project, names) => {
    const answer = await access.resolveNames({ projectId: project, names: [...names] }, onBehalf(call));
    return answer.names.map(toNamedBucket);
  };
  const assertMayRead: Resolver['assertMayRead'] = async (call, project) => {
    assertProjectRole(await standings.one(call, principalOf(call).principal, project), 'read', 'reading');
  };
  return {
    buckets,
    assertMayRead,
    tables: async (call, project, text, names) => {
      if (names.length === 0) {
        await assertMayRead(call, project);
        return [];
      }
      const places = names.map((name) => placeOf(name, text));
      const bucketNames = [...new Set(places.map(({ bucket }) => bucket))];
      const found = await buckets(call, project, bucketNames);
      const byName = new Map(bucketNames.map((name, index) => [name, found[index]]));
      const queries = places.map(({ bucket, table }) => versionQuery(project, bucket, table, byName.get(bucket)));
      const { answers } = await versions.getVersions({ queries }, asService(call));
      return answers.map(({ version, bucketFound }, index) => {
        const [name, place] = [names[index], places[index]];
        const named = place && byName.get(place.bucket);
        if (!name) return unanswered();
        if (version && isShown(version, named)) return version;
        if (named?.linkId && !bucketFound) throw sourceGone(name, text);
        throw unknownName(name, text, bucketFound);
      });
    },
  };
}

function toNamedBucket({ linkId, bucketId, onlyGranted, grantedIds }: ResolvedName): NamedBucket {
  return { linkId, bucketId, ...(onlyGranted ? { granted: new Set(grantedIds) } : {}) };
}

/** What is not granted answers like what is not there. */
function isShown({ tableId }: TableVersion, named: NamedBucket | undefined): boolean {
  return named?.granted === undefined || named.granted.has(tableId);
}

/** The link is still there, and shows a bucket that its owner has dropped. */
function sourceGone({ parts, offset }: ObjectName, text: string): Error {
  const [bucket = ''] = parts;
  const message = `what ${bucket} showed was dropped by the project that shared it; unlink it, or ask for another share`;
  return refuseAt('source_gone', message, text, offset, { name: bucket });
}

type Place = { readonly bucket: string; readonly table: string };

function placeOf(name: ObjectName, text: string): Place {
  const [bucket, table, ...more] = name.parts;
  if (bucket !== undefined && table !== undefined && more.length === 0) return { bucket, table };
  const written = name.parts.join('.');
  throw refuseAt('unknown_name', `${written} names no table; write bucket.table`, text, name.offset, { name: written });
}

function versionQuery(
  project: ProjectId,
  bucket: string,
  table: string,
  named: NamedBucket | undefined,
): MessageInitShape<typeof VersionQuerySchema> {
  if (named?.linkId) return { way: { case: 'linked', value: { bucketId: named.bucketId, tableName: table } } };
  return { way: { case: 'own', value: { projectId: project, bucketName: bucket, tableName: table } } };
}

function unknownName({ parts, offset }: ObjectName, text: string, bucketFound: boolean): Error {
  const [bucket = '', table = ''] = parts;
  const message = bucketFound
    ? `${bucket} has no table ${table}; list what it has, or check the name`
    : `this project has neither a bucket nor a link named ${bucket}; link what is offered, or check the name`;
  return refuseAt('unknown_name', message, text, offset, { name: parts.join('.') });
}

function unanswered(): never {
  throw new Error('catalog-service answered other tables than it was asked for');
}
