import { MethodOptions_IdempotencyLevel as Idempotency } from '@bufbuild/protobuf/wkt';
import { type IdField, idFieldsOf, nameOf, pathOf, publicMethods } from '../foreign-ids/id-fields.ts';
import type { Kind } from '../foreign-ids/kinds.ts';
import type { CallerName } from '../foreign-ids/scene.ts';

/** A mutation, a field in which it takes ids, and a kind of thing that a link can show. */
export type Road = { readonly field: IdField; readonly kind: Kind };

const shownByLinks: readonly Kind[] = ['bucket', 'table', 'view', 'function', 'column', 'link'];

/** Every road by which a linked thing could be changed: all mutations that the contract has, and all that they name. */
export const roads: readonly Road[] = publicMethods
  .filter(({ idempotency }) => idempotency !== Idempotency.NO_SIDE_EFFECTS)
  .flatMap(idFieldsOf)
  .flatMap((field) => field.kinds.filter((kind) => shownByLinks.includes(kind)).map((kind) => ({ field, kind })));

/** Who reaches the linked things by a link alone, and writes in the project that has the link. */
export const consumers = ['guest', 'steward', 'member'] as const satisfies readonly CallerName[];
export type Consumer = (typeof consumers)[number];

/** What is not answered with LINK_IS_READ_ONLY, and why. */
export type Exception = {
  readonly why: string;
  readonly method: RegExp;
  readonly field: RegExp;
  readonly callers?: readonly Consumer[];
  /** Undefined where it is the consumer's own to do: it is not asked. */
  readonly outcome?: string;
};

export const exceptions: readonly Exception[] = [
  {
    why: 'what a share does not hold is not there to be linked from it',
    method: /^LinkService\/CreateLink$/,
    field: /^object_id$/,
    outcome: 'NOT_FOUND',
  },
  {
    why: 'a link to a single object has its name in a bucket of its own project, and finds no other',
    method: /^LinkService\/CreateLink$/,
    field: /^target_bucket_id$/,
    outcome: 'NOT_FOUND',
  },
  {
    why: 'a link is its own project’s: to rename and to remove',
    method: /^LinkService\/(Update|Delete)Link$/,
    field: /^link_id$/,
  },
  {
    why: 'a link has metadata of its own, which is the consumer’s',
    method: /^MetadataService\//,
    field: /^object\.link_id$/,
  },
  {
    why: 'the id of a column that is to be made is not read',
    method: /^TableService\//,
    field: /^columns?\.id$/,
  },
  {
    why: 'shares are managed by organization members, which is said first',
    method: /^ShareService\/(CreateShare|Grant)$/,
    field: /^(bucket\.bucket_id|object_id)$/,
    callers: ['guest', 'steward'],
    outcome: 'NOT_ORGANIZATION_MEMBER',
  },
  {
    why: 'what comes in by a link is not shared onward',
    method: /^ShareService\/(CreateShare|Grant)$/,
    field: /^(bucket\.bucket_id|object_id)$/,
    outcome: 'RESHARE_FORBIDDEN',
  },
  {
    why: 'what a share of one’s own does not hold is not revoked from it',
    method: /^ShareService\/Revoke$/,
    field: /^object_id$/,
  },
  {
    why: 'an alias of what comes in by a link could be shared onward',
    method: /^TableService\/CreateAlias$/,
    field: /^source_table_id$/,
    outcome: 'RESHARE_FORBIDDEN',
  },
];

/** The first exception that is about the road and the caller. */
export function exceptionFor({ field }: Road, caller: Consumer): Exception | undefined {
  return exceptions.find(
    ({ method, field: path, callers }) =>
      method.test(nameOf(field.method)) && path.test(pathOf(field)) && (callers?.includes(caller) ?? true),
  );
}
