import type { FunctionService } from '@easement/contracts';
import { pageOf } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import { getVisibleBucket } from '../buckets/bucket-access.ts';
import type { Deps } from '../deps.ts';
import { bytesOfTexts, endLongPage } from '../objects/end-long-page.ts';
import { toFunctionMessage } from './function-message.ts';
import { pageOfFunctions } from './function-store.ts';
import type { SqlFunction } from './sql-function.ts';

/** A page may be shorter than was asked where the expressions of its functions are very long. */
export function listFunctions(deps: Deps): Handler<typeof FunctionService.method.listFunctions> {
  const { db, tokens } = deps;
  return async (request, call) => {
    const caller = principalOf(call);
    const page = pageOf(tokens, call, request);
    const { bucket, sight, granted } = await getVisibleBucket(deps, call, caller, request.parent.value ?? '');
    const shown = { ...page, granted };
    const { functions, next } = await db.read(call, (tx) => pageOfFunctions(tx, caller.organization, bucket.id, shown));
    const ended = endLongPage({ found: functions, next }, bytesOf);
    return {
      functions: ended.found.map((made) => toFunctionMessage(made, sight)),
      nextPageToken: tokens.sign(call, ended.next),
    };
  };
}

function bytesOf({ expression, comment, parameters }: SqlFunction): number {
  return bytesOfTexts(expression, comment, ...parameters.flatMap(({ name, type }) => [name, type]));
}
