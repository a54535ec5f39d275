import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallOptions } from './call-options.ts';
import type { ExportTableRequestSchema } from '@easement/contracts';
import { abortable } from './abortable.ts';
import type { ServiceClients } from './services.ts';

/** The bytes of a table written as a file, as they come. Leaving the loop early stops the export. */
export async function* exportTable(
  { loads }: Pick<ServiceClients, 'loads'>,
  request: MessageInitShape<typeof ExportTableRequestSchema>,
  options?: CallOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal, abort } = abortable(options?.signal);
  try {
    for await (const { chunk } of loads.exportTable(request, { ...options, signal })) yield chunk;
  } finally {
    abort();
  }
}
