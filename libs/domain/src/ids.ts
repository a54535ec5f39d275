declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type OrganizationId = Id<'organization'>;
export type ProjectId = Id<'project'>;
export type UserId = Id<'user'>;
export type ServiceAccountId = Id<'service_account'>;
/** A person or a service account. */
export type PrincipalId = UserId | ServiceAccountId;
export type TokenId = Id<'token'>;
export type BucketId = Id<'bucket'>;
export type TableId = Id<'table'>;
export type ViewId = Id<'view'>;
export type FunctionId = Id<'function'>;
export type ColumnId = Id<'column'>;
export type FileId = Id<'file'>;
export type ShareId = Id<'share'>;
export type LinkId = Id<'link'>;

/** What a bucket holds, and names are unique among. */
export type ObjectId = TableId | ViewId | FunctionId;

/** The three letters that begin the id of each kind of thing. */
export const idPrefixes = {
  organization: 'org',
  project: 'prj',
  user: 'usr',
  service_account: 'sva',
  token: 'tok',
  bucket: 'bkt',
  table: 'tbl',
  view: 'vew',
  function: 'fun',
  column: 'col',
  file: 'fil',
  share: 'shr',
  link: 'lnk',
} as const satisfies Record<string, string>;

export type IdKind = keyof typeof idPrefixes;

type IdOf = {
  organization: OrganizationId;
  project: ProjectId;
  user: UserId;
  service_account: ServiceAccountId;
  token: TokenId;
  bucket: BucketId;
  table: TableId;
  view: ViewId;
  function: FunctionId;
  column: ColumnId;
  file: FileId;
  share: ShareId;
  link: LinkId;
};

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const shape = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Admits text into the domain as an id of `kind`, or throws TypeError. The contract has validated it before. */
export function parseId<K extends IdKind>(kind: K, text: string): IdOf[K] {
  if (!isId(kind, text)) throw new TypeError(`not the id of a ${kind}: ${JSON.stringify(text)}`);
  return text as IdOf[K];
}

/** Whether `text` has the shape of an id of `kind`; says nothing about whether such a thing exists. */
export function isId(kind: IdKind, text: string): boolean {
  return shape.exec(text)?.[1] === idPrefixes[kind];
}

/** Admits the id of a person or a service account. */
export function parsePrincipalId(text: string): PrincipalId {
  return isId('service_account', text) ? parseId('service_account', text) : parseId('user', text);
}

/** Admits the id of a table, a view or a function. */
export function parseObjectId(text: string): ObjectId {
  if (isId('view', text)) return parseId('view', text);
  return isId('function', text) ? parseId('function', text) : parseId('table', text);
}

/**
 * Makes an id that sorts by the time it was made: 48 bits of milliseconds, then 80 random bits, in Crockford's
 * base 32 (the layout of ULID, with the prefix of TypeID).
 */
export function newId<K extends IdKind>(kind: K): IdOf[K] {
  const random = crypto.getRandomValues(new Uint8Array(10));
  let bits = BigInt(Date.now());
  for (const byte of random) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let digit = 0; digit < 26; digit++) {
    text = (alphabet[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return `${idPrefixes[kind]}_${text}` as IdOf[K];
}
