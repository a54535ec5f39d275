import type { CallOptions } from './call-options.ts';

type List<Request, Page> = (request: Request, options?: CallOptions) => Promise<Page>;
type Paged = { readonly nextPageToken: string };

/**
 * Every page of a list, one call for each as it is asked for.
 *
 *     for await (const page of pages(client.offers.listOffers, { projectId })) show(page.offers);
 */
export async function* pages<Request extends object, Page extends Paged>(
  list: List<Request, Page>,
  request: Request,
  options?: CallOptions,
): AsyncGenerator<Page, void, undefined> {
  let asked = request;
  for (;;) {
    const page = await list(asked, options);
    yield page;
    if (page.nextPageToken === '') return;
    asked = { ...request, pageToken: page.nextPageToken };
  }
}

/**
 * Every thing of a list, over all its pages.
 *
 *     for await (const offer of listAll(client.offers.listOffers, { projectId }, (page) => page.offers)) …
 */
export async function* listAll<Request extends object, Page extends Paged, Thing>(
  list: List<Request, Page>,
  request: Request,
  thingsOf: (page: Page) => readonly Thing[],
  options?: CallOptions,
): AsyncGenerator<Thing, void, undefined> {
  for await (const page of pages(list, request, options)) yield* thingsOf(page);
}
