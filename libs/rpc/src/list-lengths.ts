import type { DescMessage, Message } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { invalidFields } from './refusals.ts';

/** Refuses `invalid_field`, naming each list of a request, however deep, that has more than `most` items. */
export function assertShortLists(desc: DescMessage, message: Message, most: number): void {
  if (!hasLists(desc)) return;
  const long = longLists(reflect(desc, message, false), most, '');
  if (long.length > 0) throw invalidFields(long);
}

type Problem = { readonly field: string; readonly description: string };

function longLists(message: ReflectMessage, most: number, path: string): readonly Problem[] {
  return message.desc.fields.flatMap((field) => {
    const name = `${path}${field.name}`;
    if (field.fieldKind === 'message' && message.isSet(field)) return longLists(message.get(field), most, `${name}.`);
    if (field.fieldKind !== 'list') return [];
    const list = message.get(field);
    if (list.size > most) return [{ field: name, description: `has ${list.size} items; at most ${most} are taken` }];
    if (field.listKind !== 'message') return [];
    return [...list].flatMap((item, at) => longLists(item as ReflectMessage, most, `${name}[${at}].`));
  });
}

const known = new WeakMap<DescMessage, boolean>();

/** Most requests have no list anywhere, and pay nothing. */
function hasLists(desc: DescMessage): boolean {
  const before = known.get(desc);
  if (before !== undefined) return before;
  // A message that holds itself adds nothing the second time.
  known.set(desc, false);
  const has = desc.fields.some((field) => field.fieldKind === 'list' || (field.message && hasLists(field.message)));
  known.set(desc, has);
  return has;
}
