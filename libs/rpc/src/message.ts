import { create, type DescMessage, type Message } from '@bufbuild/protobuf';
import { Refusal } from '@easement/domain';

/** Makes a message of a type known only at run time: handlers and peers have checked the shape at compile time. */
export function makeMessage(desc: DescMessage, init: object): Message {
  return create(desc, init as Record<string, unknown>);
}

/** The refusal of bytes that are no message of this type, in one text over every transport. */
export function unreadable({ typeName }: DescMessage): Refusal {
  return new Refusal('invalid_field', `the request is no ${typeName}: its bytes cannot be read`, { field: '' });
}
