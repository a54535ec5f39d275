import type { DescMethod } from '@bufbuild/protobuf';
import type { Actor, ServiceName } from '@easement/domain';
import type { Logger } from 'pino';
import type { Call, MethodRules, Routes } from './handler.ts';
import type { Headers } from './headers.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Run } from './run.ts';
import { methodName } from './method-name.ts';
import type { RpcMetrics } from './telemetry.ts';
import { warmUp } from './validation.ts';

/** What an authenticator that asks somebody else needs to know of the call. */
export type Arrival = Pick<Call, 'method' | 'requestId' | 'signal' | 'deadline'>;

/** Tells from the headers of a call who acts, or refuses `bad_token`. */
export type Authenticator = (headers: Headers, arrival: Arrival) => Actor | Promise<Actor>;

/** What every mount of handlers needs, whatever the transport. */
export type Serving = {
  readonly service: ServiceName;
  readonly routes: Routes;
  readonly authenticate: Authenticator;
  readonly log: Logger;
  readonly metrics?: RpcMetrics;
  readonly limits?: Partial<Limits>;
};

/** An RPC with its handler, as the transports see it: all of them are one of these three functions. */
export type Mounted = {
  readonly desc: DescMethod;
  /** `easement.sharing.v1.ShareService/CreateShare`. */
  readonly name: string;
  readonly handler: ((request: never, call: Call) => unknown) | undefined;
  readonly callers: readonly ServiceName[] | undefined;
  readonly rules: MethodRules | undefined;
};

export type Pipeline = Omit<Serving, 'limits' | 'routes'> & {
  readonly limits: Limits;
  readonly methods: readonly Mounted[];
  readonly byName: ReadonlyMap<string, Mounted>;
  /** The calls that are under way. */
  readonly runs: Set<Run>;
};

/** The same for every mount: who acts, may they, is the message valid, how long may it take, what is logged. */
export function createPipeline({ limits, routes, ...serving }: Serving): Pipeline {
  const methods = routes.flatMap(({ desc, handlers, rules, callers }) =>
    desc.methods.map((method) => ({
      desc: method,
      name: methodName(method),
      handler: asHandler(handlers[method.localName]),
      callers,
      rules: rules[method.localName],
    })),
  );
  for (const { desc } of methods) warmUp(desc.input);
  const byName = new Map(methods.map((method) => [method.name, method]));
  return { ...serving, limits: { ...defaultLimits, ...limits }, methods, byName, runs: new Set() };
}

function asHandler(handler: unknown): Mounted['handler'] {
  return typeof handler === 'function' ? (handler as Mounted['handler']) : undefined;
}
