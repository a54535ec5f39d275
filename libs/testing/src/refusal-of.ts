import { Refusal } from '@easement/domain';

/** The refusal that `act` throws; undefined if it does not. Any other error is thrown on. */
export function refusalOf(act: () => unknown): Refusal | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
