import { chunksOf, type LoadSource, openSource } from './load-source.ts';

const megabyte = 1024 * 1024;

async function sizes(source: LoadSource): Promise<number[]> {
  const found = [];
  for await (const chunk of chunksOf(openSource(source).open())) found.push(chunk.byteLength);
  return found;
}

async function* stream(...parts: number[]) {
  for (const part of parts) yield new Uint8Array(part);
}

describe('openSource', () => {
  it('cuts every source into chunks of at most a megabyte', async () => {
    const bytes = new Uint8Array(2 * megabyte + 5);
    const expected = [megabyte, megabyte, 5];
    expect(await sizes(bytes)).toEqual(expected);
    expect(await sizes(new Blob([bytes]))).toEqual(expected);
    expect(await sizes(() => stream(2 * megabyte + 5))).toEqual(expected);
    expect(await sizes(stream(3, 2 * megabyte, 0))).toEqual([3, megabyte, megabyte]);
  });

  it('keeps the bytes and their order', async () => {
    const bytes = Uint8Array.from({ length: megabyte + 3 }, (_, index) => index % 251);
    const parts = await collect(chunksOf(openSource(new Blob([bytes])).open()));
    expect(Buffer.concat(parts).equals(Buffer.from(bytes))).toBe(true);
  });

  it('knows what can be read again, and the size where it can', () => {
    expect(openSource(new Uint8Array(7))).toMatchObject({ isRepeatable: true, size: 7 });
    expect(openSource(new Blob(['abc']))).toMatchObject({ isRepeatable: true, size: 3 });
    expect(openSource(() => stream(1))).toMatchObject({ isRepeatable: true, size: undefined });
    expect(openSource(stream(1))).toMatchObject({ isRepeatable: false, size: undefined });
  });

  it('opens an empty file as no chunk at all', async () => {
    expect(await sizes(new Blob([]))).toEqual([]);
    expect(await sizes(new Uint8Array())).toEqual([]);
  });
});

async function collect<T>(things: AsyncIterable<T>): Promise<T[]> {
  const collected = [];
  for await (const thing of things) collected.push(thing);
  return collected;
}
