import { Refusal } from '@easement/domain';

type Paged = { readonly nextPageToken: string };

/** What a statement lists at most; who has more looks for it by name, or page by page with the RPCs. */
const mostRows = 100_000;

/** Everything that a list holds, page after page. Refuses `query_too_large` beyond what a statement may list. */
export async function readAll<Page extends Paged, Thing>(
  readPage: (page: { pageSize: number; pageToken: string }) => Promise<Page>,
  thingsOf: (page: Page) => readonly Thing[],
): Promise<Thing[]> {
  const things: Thing[] = [];
  let pageToken = '';
  do {
    const page = await readPage({ pageSize: 1000, pageToken });
    things.push(...thingsOf(page));
    pageToken = page.nextPageToken;
    if (things.length > mostRows) throw tooMany();
  } while (pageToken !== '');
  return things;
}

function tooMany(): Refusal {
  const message = `there are more than the ${mostRows} rows that a statement may list; list them by pages over the API`;
  return new Refusal('query_too_large', message, { limit: String(mostRows), unit: 'rows' });
}
