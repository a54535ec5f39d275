import { create, type DescMethod, type Message } from '@bufbuild/protobuf';
import { LoadTableRequestSchema } from '@easement/contracts';

const file = create(LoadTableRequestSchema, {
  part: { case: 'chunk', value: new TextEncoder().encode('a,b\n1,x\n') },
});

/** What follows never ends by itself: its first answer, which comes at once, says whether it was let in. */
export function isEndless({ name }: DescMethod): boolean {
  return name.startsWith('Follow');
}

/** What a caller sends: after the header of an upload comes a small file. */
export async function* partsOf({ methodKind }: DescMethod, request: Message): AsyncGenerator<Message> {
  yield request;
  if (methodKind === 'client_streaming') yield file;
}
