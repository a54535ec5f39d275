import type { MessageInitShape } from '@bufbuild/protobuf';
import type { FunctionSchema, FunctionService, ImpactSchema } from '@easement/contracts';
import { assertFresh, type FunctionId, parseId } from '@easement/domain';
import type { Call, Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { type Caller, mutate, mutation } from '../mutation.ts';
import { describeFunction } from './describe-function.ts';
import { getReachedFunction } from './function-access.ts';
import { toFunctionMessage } from './function-message.ts';
import { lockSeenFunction, redefineFunction } from './function-store.ts';
import type { FunctionDefinition } from './sql-function.ts';

export function replaceFunction(deps: Deps): Handler<typeof FunctionService.method.replaceFunction> {
  return mutation(deps, async (request, call, caller) =>
    replaceWith(deps, call, caller, request, parseId('function', request.functionId)),
  );
}

/** What a function is to be from now on. */
type Replacement = FunctionDefinition & { readonly comment: string; readonly etag: string };

type Answer = {
  readonly function?: MessageInitShape<typeof FunctionSchema>;
  readonly impact?: MessageInitShape<typeof ImpactSchema>;
};

export async function replaceWith(
  deps: Deps,
  call: Call,
  caller: Caller,
  replacement: Replacement,
  id: FunctionId,
): Promise<Answer> {
  const { made: seen } = await getReachedFunction(deps, call, caller, id, 'write');
  const definition = await describeFunction(deps, call, seen, replacement);
  const { comment, etag } = replacement;
  const updateTime = deps.now();
  return await mutate(deps, call, { bucket: seen.bucket, object: id }, async (tx) => {
    const made = await lockSeenFunction(tx, seen);
    assertFresh(etag, made);
    const changed = await redefineFunction(tx, made, { ...definition, comment, updateTime });
    return { function: toFunctionMessage(changed) };
  });
}
