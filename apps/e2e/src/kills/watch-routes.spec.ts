import { HoldService, QueryService } from '@easement/contracts';
import { watchRoutes } from './watch-routes.ts';

describe('watchRoutes', () => {
  const handlers = {
    placeHold: async (request: unknown) => ({ placed: request }),
    execute: async function* () {
      yield 'a row';
    },
  };
  const desc = { ...HoldService, method: { ...HoldService.method, execute: QueryService.method.execute } };

  it('passes a point before each RPC and one after, and answers the same', async () => {
    const passed: string[] = [];
    const [route] = watchRoutes([{ desc, handlers, rules: {} }], async (point) => void passed.push(point));
    const placeHold = route?.handlers['placeHold'] as typeof handlers.placeHold;
    expect(await placeHold('it')).toEqual({ placed: 'it' });
    expect(passed).toEqual(['before PlaceHold', 'after PlaceHold']);
  });

  it('leaves alone what streams', () => {
    const [route] = watchRoutes([{ desc, handlers, rules: {} }], () => Promise.resolve());
    expect(route?.handlers['execute']).toBe(handlers.execute);
  });
});
