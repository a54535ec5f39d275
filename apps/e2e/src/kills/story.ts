import type { Client } from '@easement/client';
import type { ServiceName } from '@easement/domain';
import type { Demand } from '../races/pair.ts';
import type { Truth } from '../invariants/truth.ts';

/** Somewhere in what a service does. */
export type Point = { readonly in: ServiceName; readonly at: string };

/** One mutation of several steps that somebody dies in. */
export type Story = {
  readonly name: string;
  /** In the order in which they are come to. */
  readonly points: readonly Point[];
  /** Whose death matters to it. */
  readonly cast: readonly ServiceName[];
  /** Sets the scene anew, through the API. */
  readonly prepare: (owner: Client) => Promise<Told>;
};

/** A story on its scene. */
export type Told = {
  /** The mutation. The same request id is the same act. */
  readonly act: (owner: Client, requestId: string) => Promise<unknown>;
  /** How the act ends where nobody dies: `done`, or the reason of its refusal. */
  readonly end: string;
  /** What must be so once the act has been acknowledged, or as if it had never been. */
  readonly judge: (wasDone: boolean, truth: Truth, owner: Client) => Demand[] | Promise<Demand[]>;
};

export function point(service: ServiceName, at: string): Point {
  return { in: service, at };
}

/** What the sharing-service, the catalog or another does around an RPC. */
export function around(service: ServiceName, method: string): readonly [before: Point, after: Point] {
  return [point(service, `before ${method}`), point(service, `after ${method}`)];
}
