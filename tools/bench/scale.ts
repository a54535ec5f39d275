import { AccessService, Action, LinkService, OfferService, Stage, TableService } from '@easement/contracts';
import type { Store } from '@easement/e2e';
import { asker, signedFor, unaryOf } from './ask.ts';
import { openBareTransactions } from './bare-transaction.ts';
import { type BenchHouse, openBenchHouse } from './bench-house.ts';
import { type Case, measure, medianOf, type Sample } from './load.ts';
import { linkOften, type Market, offerBucket, openMarket } from './many.ts';

/** What grows with how much there is, and what does not: each pair is the same call with little and with much behind it. */
export type ScaleReport = {
  readonly store: Store;
  readonly rounds: readonly (readonly Sample[])[];
  /** What is compared, in pairs: the reference first. */
  readonly pairs: readonly (readonly [Sample, Sample])[];
};

/** Shares behind the lists and the decisions, links behind a bucket. */
const few = { shares: 100, links: 100 };
const some = { shares: 1_000 };
const many = { shares: 200_000, links: 100_000, linksOfBucket: 10_000 };

/** One call at a time: what is compared is the time of one. */
const inFlight = 1;
const warmUpMs = 1_000;

export async function benchScale(store: Store, rounds: number, roundMs: number): Promise<ScaleReport> {
  await using house = await openBenchHouse(store);
  await using bare = await openBareTransactions(store);
  const small = await openMarket(house, 'Small', few.shares);
  const medium = await openMarket(house, 'Medium', some.shares);
  const large = await openMarket(house, 'Large', many.shares);
  const behind = () => (['sharing', 'identity', 'catalog'] as const).map(house.pidOf);
  const named = (name: string, ask: () => Promise<void>): Case => ({ name, ask, pids: behind });
  const cases: readonly (readonly [Case, Case])[] = [
    await linkedTables(house, large, named),
    [
      named(`ListOffers, ${few.shares} offers`, await listOffers(house, small)),
      named(`ListOffers, ${many.shares} offers`, await listOffers(house, large)),
    ],
    await linkPages(house, large, named),
    [
      named(`CheckAccess, ${some.shares} shares`, await checkAccess(house, medium)),
      named(`CheckAccess, ${many.shares} shares`, await checkAccess(house, large)),
    ],
    [named('a bare transaction', bare.run), named('CreateLink', await createLinks(house, large))],
  ];
  for (const one of cases.flat()) await measure(one, inFlight, warmUpMs);
  const taken: Sample[][] = [];
  for (let round = 0; round < rounds; round++) {
    const samples: Sample[] = [];
    for (const one of cases.flat()) samples.push(await measure(one, inFlight, roundMs));
    taken.push(samples);
  }
  const median = ({ name }: Case): Sample => medianOf(taken.flat().filter((sample) => sample.name === name));
  return { store, rounds: taken, pairs: cases.map(([one, other]) => [median(one), median(other)]) };
}

type Name = (name: string, ask: () => Promise<void>) => Case;

/** Making tables in a bucket that nobody links, and in one that many do. */
async function linkedTables(house: BenchHouse, market: Market, named: Name): Promise<readonly [Case, Case]> {
  const sign = await signedFor(house.keysFolder, { ...market.admin, organization: market.organization });
  const ask = asker(house.addressOf('catalog'), unaryOf(TableService.method.createTable));
  let nth = 0;
  const makeIn = (bucketId: string) => async (): Promise<void> => {
    const columns = [{ name: 'a', type: 'INTEGER', nullable: true }];
    await ask({ bucketId, name: `table ${nth++}`, columns }, await sign('catalog'));
  };
  const free = await offerBucket(market.admin, market.provider, 'linked by none');
  const linked = await offerBucket(market.admin, market.provider, 'linked by many');
  await linkOften(house.databases, market, linked.shareId, many.linksOfBucket);
  return [
    named('CreateTable, no links', makeIn(free.bucketId)),
    named(`CreateTable, ${many.linksOfBucket} links`, makeIn(linked.bucketId)),
  ];
}

/** A page from the middle of the links of a share. */
async function linkPages(house: BenchHouse, market: Market, named: Name): Promise<readonly [Case, Case]> {
  const sign = await signedFor(house.keysFolder, { ...market.admin, organization: market.organization });
  const ask = asker(house.addressOf('sharing'), unaryOf(LinkService.method.listLinks));
  const pageOf = async (name: string, links: number): Promise<() => Promise<void>> => {
    const { shareId } = await offerBucket(market.admin, market.provider, name);
    await linkOften(house.databases, market, shareId, links);
    return async () => ask({ parent: { case: 'shareId', value: shareId } }, await sign('sharing'));
  };
  return [
    named(`ListLinks, ${few.links} links`, await pageOf('listed briefly', few.links)),
    named(`ListLinks, ${many.links} links`, await pageOf('listed at length', many.links)),
  ];
}

async function listOffers(house: BenchHouse, market: Market): Promise<() => Promise<void>> {
  const sign = await signedFor(house.keysFolder, { ...market.writer, organization: market.organization });
  const ask = asker(house.addressOf('sharing'), unaryOf(OfferService.method.listOffers));
  return async () => ask({ projectId: market.consumer }, await sign('sharing'));
}

/** Whether the consumer reads a bucket that it has linked. */
async function checkAccess(house: BenchHouse, market: Market): Promise<() => Promise<void>> {
  const { shareId, consumer: projectId, writer, bucketId } = market;
  await writer.client.links.createLink({ shareId, projectId, name: 'checked', stage: Stage.IN });
  const sign = await signedFor(house.keysFolder, { ...writer, organization: market.organization });
  const ask = asker(house.addressOf('sharing'), unaryOf(AccessService.method.checkAccess));
  const request = {
    projectId,
    object: { object: { case: 'bucketId', value: bucketId } as const },
    action: Action.READ,
  };
  return async () => ask(request, await sign('sharing'));
}

/** Each call links another share. */
async function createLinks(house: BenchHouse, market: Market): Promise<() => Promise<void>> {
  const sign = await signedFor(house.keysFolder, { ...market.writer, organization: market.organization });
  const ask = asker(house.addressOf('sharing'), unaryOf(LinkService.method.createLink));
  let nth = 0;
  return async () => {
    const shareId = market.freeShares[nth] ?? '';
    const request = { shareId, projectId: market.consumer, name: `link ${nth++}`, stage: Stage.IN };
    await ask(request, await sign('sharing'));
  };
}
