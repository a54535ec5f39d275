import type { Deps } from './deps.ts';
import { createRoutes } from './routes.ts';

/** Handlers take their dependencies apart when they are made, and use them when they are called. */
const deps = { db: {}, tokens: {}, standings: {}, directory: {}, reach: {}, definitions: {} } as unknown as Deps;

describe('the routes', () => {
  it('open to other services alone what decides no right', () => {
    const callers = Object.fromEntries(createRoutes(deps).map((route) => [route.desc.name, route.callers]));
    expect(callers).toEqual({
      BucketService: undefined,
      TableService: undefined,
      ViewService: undefined,
      FunctionService: undefined,
      MetadataService: undefined,
      HistoryService: undefined,
      UsageService: undefined,
      HoldService: ['sharing'],
      VersionService: ['query'],
      ObjectService: ['sharing', 'query', 'gateway'],
      ClosingService: ['identity', 'sharing'],
      FeedService: ['sharing', 'query'],
      InventoryService: ['sharing', 'query'],
    });
  });
});
