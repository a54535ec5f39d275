import { clone, type DescField, type DescMessage, type Message } from '@bufbuild/protobuf';
import { isReflectMessage, reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';

/** The same request with `id` in the field: at the end of a list, and in the last of a list of messages. */
export function withId<M extends Message>(desc: DescMessage, request: M, path: readonly DescField[], id: string): M {
  const copy = clone(desc, request) as M;
  const place = follow(reflect(desc, copy), path);
  if (!place) throw new Error(`the request has nothing in ${path.map(({ name }) => name).join('.')}`);
  const { at, field } = place;
  if (field.fieldKind === 'list') at.get(field).add(id);
  else at.set(field, id);
  return copy;
}

/** Whether the request has something in the field. */
export function hasId(desc: DescMessage, request: Message, path: readonly DescField[]): boolean {
  const place = follow(reflect(desc, request), path);
  return place?.at.isSet(place.field) ?? false;
}

/** The same request, to be checked alone. What cannot be asked so stays as it is. */
export function rehearsed<M extends Message>(desc: DescMessage, request: M): M {
  const copy = clone(desc, request) as M;
  checkOnly(reflect(desc, copy));
  return copy;
}

function checkOnly(message: ReflectMessage): void {
  for (const field of message.fields) {
    if (field.name === 'validate_only') message.set(field, true);
    if (field.fieldKind === 'message' && message.isSet(field)) checkOnly(message.get(field));
  }
}

type Place = { readonly at: ReflectMessage; readonly field: DescField };

/** The message that has the last field of the path, where the request goes so deep. */
function follow(top: ReflectMessage, path: readonly DescField[]): Place | undefined {
  let at: ReflectMessage | undefined = top;
  for (const step of path.slice(0, -1)) at = at?.isSet(step) ? inside(at, step) : undefined;
  const field = path.at(-1);
  return at && field && { at, field };
}

function inside(at: ReflectMessage, field: DescField): ReflectMessage | undefined {
  if (field.fieldKind === 'message') return at.get(field);
  if (field.fieldKind !== 'list') return undefined;
  const list = at.get(field);
  const last = list.get(list.size - 1);
  return isReflectMessage(last) ? last : undefined;
}
