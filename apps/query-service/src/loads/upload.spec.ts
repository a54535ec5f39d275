import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { Format, type LoadTableRequest, LoadTableRequestSchema } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { readHeader } from './upload.ts';

type Part = MessageInitShape<typeof LoadTableRequestSchema>['part'];

const header: Part = { case: 'header', value: { tableId: 'tbl_1', format: Format.CSV } };
const chunk = (...bytes: number[]): Part => ({ case: 'chunk', value: Uint8Array.from(bytes) });

/** A stream of requests that knows how much of it was taken, and whether its reader has let it go. */
function requestsOf(...parts: Part[]) {
  const seen = { taken: 0, released: false };
  async function* requests(): AsyncGenerator<LoadTableRequest> {
    try {
      for (const part of parts) {
        seen.taken += 1;
        yield create(LoadTableRequestSchema, part ? { part } : {});
      }
    } finally {
      seen.released = true;
    }
  }
  return { requests: requests(), seen };
}

describe('readHeader', () => {
  it('takes the header off, and no more before somebody reads the chunks', async () => {
    const { requests, seen } = requestsOf(header, chunk(1, 2), chunk(), chunk(3));
    const upload = await readHeader(requests);
    expect(upload.header).toMatchObject({ tableId: 'tbl_1', format: Format.CSV });
    expect(seen.taken).toBe(1);
    const bytes: number[] = [];
    for await (const part of upload.chunks) bytes.push(...part);
    expect(bytes).toEqual([1, 2, 3]);
  });

  it.each<[string, Part[]]>([
    ['nothing', []],
    ['a chunk', [chunk(1), header]],
    ['an empty part', [undefined, header]],
  ])('refuses %s in the place of the header', async (_, parts) => {
    const refused = readHeader(requestsOf(...parts).requests);
    await expect(refused).rejects.toMatchObject({ reason: 'invalid_field', facts: { field: 'header' } });
  });

  it('refuses a second header where it comes', async () => {
    const { requests, seen } = requestsOf(header, chunk(1), header, chunk(2));
    const { chunks } = await readHeader(requests);
    const each = chunks[Symbol.asyncIterator]();
    expect((await each.next()).value).toEqual(Uint8Array.of(1));
    await expect(each.next()).rejects.toThrow(Refusal);
    expect(seen).toEqual({ taken: 3, released: true });
  });

  it('lets the requests go where somebody stops reading the chunks', async () => {
    const { requests, seen } = requestsOf(header, chunk(1), chunk(2));
    const { chunks } = await readHeader(requests);
    for await (const first of chunks) {
      expect(first).toHaveLength(1);
      break;
    }
    expect(seen).toEqual({ taken: 2, released: true });
  });
});
