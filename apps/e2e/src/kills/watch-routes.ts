import type { Routes } from '@easement/rpc';

type Answers = (request: unknown, call: unknown) => Promise<unknown>;

/** The same routes, with a point before each RPC and one after it: `before PlaceHold`. Not for those that answer a stream. */
export function watchRoutes(routes: Routes, pass: (point: string) => Promise<void>): Routes {
  return routes.map((route) => ({
    ...route,
    handlers: Object.fromEntries(
      Object.entries(route.handlers).map(([key, handler]) => {
        const method = route.desc.method[key];
        if (!method || method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming') {
          return [key, handler];
        }
        return [key, watch(method.name, handler as Answers, pass)];
      }),
    ),
  }));
}

function watch(name: string, handler: Answers, pass: (point: string) => Promise<void>): Answers {
  return async (request, call) => {
    await pass(`before ${name}`);
    const answer = await handler(request, call);
    await pass(`after ${name}`);
    return answer;
  };
}
