import { create, type DescField, type DescMessage, type DescMethod, ScalarType } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { createValidator } from '@bufbuild/protovalidate';
import { services } from '@easement/client';
import { type idPrefixes, newId } from '@easement/domain';
import type { Kind } from './kinds.ts';

/** A field of a request, however deep, in which ids come: of which kinds, by the rules of the contract itself. */
export type IdField = {
  readonly method: DescMethod;
  /** From the request down; what is repeated on the way, or at its end, stands for any of its places. */
  readonly path: readonly DescField[];
  readonly kinds: readonly Kind[];
};

/** The kinds whose ids the contract tells apart by their form. */
const formed = [
  'organization',
  'project',
  'user',
  'service_account',
  'token',
  'bucket',
  'table',
  'view',
  'function',
  'column',
  'share',
  'link',
] as const satisfies readonly (Kind & keyof typeof idPrefixes)[];

/** Fields that take any text and in which it is never an id, by their names. */
const words = new Set([
  'column',
  'column_names',
  'columns',
  'comment',
  'default_bucket',
  'description',
  'display_name',
  'etag',
  'expression',
  'filter',
  'key',
  'keys',
  'name',
  'names',
  'new_name',
  'null_text',
  'object_names',
  'page_token',
  'primary_key',
  'provider_project_name',
  'request_id',
  'return_type',
  'share_name',
  'statement',
  'type',
  'value',
]);

/** Fields that take any text, with the kinds of what they find by it. */
const found: Readonly<Record<string, readonly Kind[]>> = {
  'Audience.users': ['user', 'service_account', 'email'],
  'CancelQueryRequest.query_id': ['query'],
  'Column.id': ['column'],
  'GetUserRequest.user_id': ['user', 'service_account', 'email'],
};

const validator = createValidator();

export const publicMethods: readonly DescMethod[] = Object.values(services).flatMap(({ methods }) => methods);

/** Every field of the method's request in which ids come. Throws for a text of which nobody has said whether they do. */
export function idFieldsOf(method: DescMethod): IdField[] {
  return textFields(method.input).flatMap((path) => {
    const kinds = kindsOf(path.at(-1));
    return kinds.length === 0 ? [] : [{ method, path, kinds }];
  });
}

/** The field at that path of the method's request. */
export function idField(method: DescMethod, path: string): IdField {
  const field = idFieldsOf(method).find((one) => pathOf(one) === path);
  if (field) return field;
  throw new Error(`${nameOf(method)} has no ids in ${path}`);
}

/** `BucketService/GetBucket`. */
export function nameOf({ parent, name }: DescMethod): string {
  return `${parent.name}/${name}`;
}

/** `checks.object.bucket_id`. */
export function pathOf({ path }: Pick<IdField, 'path'>): string {
  return path.map(({ name }) => name).join('.');
}

function textFields(message: DescMessage): DescField[][] {
  return message.fields.flatMap((field): DescField[][] => {
    if (field.fieldKind === 'map') throw new Error(`${message.name}.${field.name}: maps of ids are not looked into`);
    if (field.message?.typeName.startsWith('easement.'))
      return textFields(field.message).map((rest) => [field, ...rest]);
    return field.scalar === ScalarType.STRING ? [[field]] : [];
  });
}

function kindsOf(field: DescField | undefined): readonly Kind[] {
  if (!field) return [];
  const admitted = formed.filter((kind) => admits(field, newId(kind)));
  if (admitted.length < formed.length) return admitted;
  const told = words.has(field.name) ? [] : found[`${field.parent.name}.${field.name}`];
  if (told) return told;
  throw new Error(`${field.parent.name}.${field.name} takes any text; say in id-fields.ts whether ids come in it`);
}

/** Whether the rules of the contract let that text into the field. */
function admits(field: DescField, text: string): boolean {
  const message = create(field.parent);
  const fields = reflect(field.parent, message);
  if (field.fieldKind === 'list') fields.get(field).add(text);
  else fields.set(field, text);
  const { violations = [] } = validator.validate(field.parent, message);
  return !violations.some((violation) => violation.field[0] === field);
}
