import type { Dial } from '@easement/rpc';
import type { Authentication } from './authenticate.ts';

/** Everything a handler may reach for. Built once, in `service.ts`. */
export type Deps = {
  readonly dial: Dial;
  readonly recheck: Authentication['recheck'];
};
