import { create, type DescMessage, type Message } from '@bufbuild/protobuf';

/** Makes a message of a type known only at run time: handlers and peers have checked the shape at compile time. */
export function makeMessage(desc: DescMessage, init: object): Message {
  return create(desc, init as Record<string, unknown>);
}
