import { listAll, pages } from './pages.ts';

type Request = { readonly projectId: string; readonly pageToken?: string };

function list(sizes: number[]) {
  const asked: Request[] = [];
  const call = async (request: Request) => {
    asked.push(request);
    const page = Number(request.pageToken ?? '0');
    const things = Array.from({ length: sizes[page] ?? 0 }, (_, index) => `${page}.${index}`);
    return { things, nextPageToken: page + 1 < sizes.length ? String(page + 1) : '' };
  };
  return { call, asked };
}

describe('pages', () => {
  it('asks for the next page only when it is wanted', async () => {
    const { call, asked } = list([1, 1, 1]);
    for await (const page of pages(call, { projectId: 'prj_1' })) {
      expect(page.things).toEqual(['0.0']);
      break;
    }
    expect(asked).toEqual([{ projectId: 'prj_1' }]);
  });

  it('repeats the request with the token of the page before', async () => {
    const { call, asked } = list([1, 1]);
    await collect(pages(call, { projectId: 'prj_1' }));
    expect(asked).toEqual([{ projectId: 'prj_1' }, { projectId: 'prj_1', pageToken: '1' }]);
  });
});

describe('listAll', () => {
  it('goes on over a page without things', async () => {
    const { call } = list([2, 0, 1]);
    const things = await collect(listAll(call, { projectId: 'prj_1' }, (page) => page.things));
    expect(things).toEqual(['0.0', '0.1', '2.0']);
  });
});

async function collect<T>(things: AsyncIterable<T>): Promise<T[]> {
  const collected = [];
  for await (const thing of things) collected.push(thing);
  return collected;
}
