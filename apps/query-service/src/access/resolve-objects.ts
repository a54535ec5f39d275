import {
  AccessService,
  type FunctionVersion,
  type ResolvedName,
  type TableVersion,
  type VersionAnswer,
  type VersionQuerySchema,
  VersionService,
} from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ProjectId } from '@easement/domain';
import { asService, type Call, type Dial, onBehalf } from '@easement/rpc';
import { type ObjectName, refuseAt } from '@easement/sql';
import { notOffered } from '../engine/sql/expand-calls.ts';
import { assertViewsOpen } from './assert-views-open.ts';
import { type ReadObjects, toReadObjects, type ViewWithReads } from './read-objects.ts';

/** What a name of a bucket in a project is: a link, or (as far as sharing-service knows) one of its own. */
export type NamedBucket = {
  readonly linkId: string;
  readonly bucketId: string;
  /** Where the link shows granted objects alone: those, and the other buckets that its views may read. */
  readonly granted?: ReadonlySet<string>;
  readonly references?: ReadonlySet<string>;
  /** Of a link to a single object: that. */
  readonly objectId?: string;
};

/** What a name in a statement stands for. */
export type Resolved = ResolvedObject | { readonly kind: 'built-in' };

export type ResolvedObject =
  | { readonly kind: 'table'; readonly table: TableVersion; readonly way: NamedBucket | undefined }
  | (ViewWithReads & { readonly kind: 'view' })
  | { readonly kind: 'function'; readonly made: FunctionVersion; readonly way: NamedBucket | undefined };

/** A name, and whether it is called: such a name means a function, or one of DuckDB's own if it may and no bucket has it. */
export type MeantName = ObjectName & { readonly isBuiltIn?: boolean };

/** The objects that a statement names, in order, all of one instant; refuses as `Resolver.objects` says. */
export function objectResolver(dial: Dial) {
  const access = dial('sharing', AccessService);
  const versions = dial('catalog', VersionService);
  const buckets = async (call: Call, project: ProjectId, names: readonly string[]): Promise<NamedBucket[]> => {
    const answer = await access.resolveNames({ projectId: project, names: [...names] }, onBehalf(call));
    return answer.names.map(toNamedBucket);
  };
  const linksTo = async (call: Call, project: ProjectId, linkIds: readonly string[]): Promise<NamedBucket[]> => {
    if (linkIds.length === 0) return [];
    const answer = await access.resolveNames({ projectId: project, linkIds: [...linkIds] }, onBehalf(call));
    return answer.names.map(toNamedBucket);
  };
  const ask = async (call: Call, queries: readonly Query[]): Promise<Answered> => {
    const { answers, read } = await versions.getVersions({ queries: [...queries] }, asService(call));
    return { answers, read: toReadObjects(read) };
  };

  const unread = async (
    call: Call,
    project: ProjectId,
    text: string,
    names: readonly MeantName[],
  ): Promise<Resolved[]> => {
    const places = names.map((name) => placeOf(name, text));
    const bucketNames = [...new Set(places.map(({ bucket }) => bucket))];
    const found = await buckets(call, project, bucketNames);
    const byName = new Map(bucketNames.map((name, index) => [name, found[index]]));
    const queries = places.map(({ bucket, table }) => versionQuery(project, bucket, table, byName.get(bucket)));
    const first = await ask(call, queries);
    const single = first.answers.map(({ linkId }) => linkId);
    // Names of single objects are those of links: everything is asked for once more, so that it is of one instant.
    const links = await linksTo(call, project, [...new Set(single)].filter(Boolean));
    const byLink = new Map(links.map((link) => [link.linkId, link]));
    const again = queries.map((query, index) => singleQuery(byLink.get(single[index] ?? '')) ?? query);
    const { answers, read } = links.length > 0 ? await ask(call, again) : first;
    return names.map((name, index) => {
      const named = byLink.get(single[index] ?? '') ?? byName.get(places[index]?.bucket ?? '');
      return toResolved(answers[index], read, named, name, text);
    });
  };
  /** The same, where each is what its name has to mean, and what the views among them read is open to them. */
  const objects: typeof unread = async (call, project, text, names) => {
    const resolved = await unread(call, project, text, names);
    for (const [index, name] of names.entries()) assertMeant(resolved[index], name, text);
    const views = resolved.flatMap((one, index) => {
      const { parts = [] } = names[index] ?? {};
      return one.kind === 'view' ? [{ ...one, called: parts.join('.') }] : [];
    });
    await assertViewsOpen(access, call, project, views);
    return resolved;
  };
  return { buckets, objects, unread };
}

type Query = MessageInitShape<typeof VersionQuerySchema>;
type Answered = { readonly answers: readonly VersionAnswer[]; readonly read: ReadObjects };

function toNamedBucket(name: ResolvedName): NamedBucket {
  const { linkId, bucketId, onlyGranted, grantedIds, referenceBucketIds, objectId } = name;
  const granted = { granted: new Set(grantedIds), references: new Set(referenceBucketIds) };
  return { linkId, bucketId, ...(onlyGranted ? granted : {}), ...(objectId === '' ? {} : { objectId }) };
}

function toResolved(
  answer: VersionAnswer | undefined,
  read: ReadObjects,
  named: NamedBucket | undefined,
  name: MeantName,
  text: string,
): Resolved {
  const { version: table, view, function: made, bucketFound = false } = answer ?? {};
  // What is not granted answers like what is not there.
  const way = named?.linkId ? named : undefined;
  if (table && isShown(table.tableId, named)) return { kind: 'table', table, way };
  if (view && isShown(view.viewId, named)) return { kind: 'view', view, read, way };
  if (made && isShown(made.functionId, named)) return { kind: 'function', made, way };
  if (name.isBuiltIn === true) return { kind: 'built-in' };
  if (named?.linkId && !bucketFound) throw sourceGone(name, text);
  throw unknownName(name, text, bucketFound);
}

/** Refuses `unknown_name` where a name that is called is no function, or one that is read from is one. */
function assertMeant(object: Resolved | undefined, { parts, offset, isBuiltIn }: MeantName, text: string): void {
  if (object?.kind === 'built-in' || (object?.kind === 'function') === (isBuiltIn !== undefined)) return;
  const name = parts.join('.');
  const said =
    isBuiltIn === undefined
      ? `${name} is a function: call it, as ${name}(…)`
      : `${name} is no function to call; SHOW FUNCTIONS lists them`;
  throw refuseAt('unknown_name', said, text, offset, { name });
}

function isShown(id: string, named: NamedBucket | undefined): boolean {
  return named?.granted === undefined || named.granted.has(id);
}

/** The link is still there, and shows a bucket that its owner has dropped. */
function sourceGone({ parts, offset }: ObjectName, text: string): Error {
  const [bucket = ''] = parts;
  const message = `what ${bucket} showed was dropped by the project that shared it; unlink it, or ask for another share`;
  return refuseAt('source_gone', message, text, offset, { name: bucket });
}

type Place = { readonly bucket: string; readonly table: string };

function placeOf(name: MeantName, text: string): Place {
  const [bucket, table, ...more] = name.parts;
  if (bucket !== undefined && table !== undefined && more.length === 0) return { bucket, table };
  if (name.isBuiltIn !== undefined && table === undefined) throw notOffered(name, text);
  const written = name.parts.join('.');
  const kind = name.isBuiltIn === undefined ? 'table' : 'function';
  const message = `${written} names no ${kind}; write bucket.${kind}`;
  throw refuseAt('unknown_name', message, text, name.offset, { name: written });
}

function versionQuery(project: ProjectId, bucket: string, table: string, named: NamedBucket | undefined): Query {
  if (named?.linkId) return { way: { case: 'linked', value: { bucketId: named.bucketId, tableName: table } } };
  return { way: { case: 'own', value: { projectId: project, bucketName: bucket, tableName: table } } };
}

function singleQuery(link: NamedBucket | undefined): Query | undefined {
  return link?.objectId === undefined ? undefined : { way: { case: 'objectId', value: link.objectId } };
}

function unknownName({ parts, offset, isBuiltIn }: MeantName, text: string, bucketFound: boolean): Error {
  const [bucket = '', table = ''] = parts;
  const kind = isBuiltIn === undefined ? 'table' : 'function';
  const message = bucketFound
    ? `${bucket} has no ${kind} ${table}; list what it has, or check the name`
    : `this project has neither a bucket nor a link named ${bucket}; link what is offered, or check the name`;
  return refuseAt('unknown_name', message, text, offset, { name: parts.join('.') });
}
