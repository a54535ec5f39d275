import { clone, create, type DescMessage, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';

/** The id of a call in the logs; for a mutation that carries no `request_id`, also what makes its repeat safe. */
export const requestIdHeader = 'easement-request-id';

/** Works in insecure browser contexts too, where `crypto.randomUUID` is missing. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The request with a `request_id`: its own, or else a new one, put into the message where that has the field. */
export function identified<Desc extends DescMessage>(
  schema: Desc,
  init: MessageInitShape<Desc>,
): { readonly message: MessageShape<Desc>; readonly requestId: string } {
  const message = create(schema, init);
  const field = schema.field['requestId'];
  if (field?.fieldKind !== 'scalar') return { message, requestId: newRequestId() };
  const given = reflect(schema, message).get(field);
  if (typeof given === 'string' && given !== '') return { message, requestId: given };
  const copy = clone(schema, message);
  const requestId = newRequestId();
  reflect(schema, copy).set(field, requestId);
  return { message: copy, requestId };
}
