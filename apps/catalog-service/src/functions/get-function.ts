import type { FunctionService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { getReachedFunction } from './function-access.ts';
import { toFunctionMessage } from './function-message.ts';

export function getFunction(deps: Deps): Handler<typeof FunctionService.method.getFunction> {
  return async (request, call) => {
    const id = parseId('function', request.functionId);
    const { made, sight } = await getReachedFunction(deps, call, principalOf(call), id, 'see');
    return { function: toFunctionMessage(made, sight) };
  };
}
