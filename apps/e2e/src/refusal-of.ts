import { EasementError } from '@easement/client';

export type Refused = {
  readonly reason: string | undefined;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** How a call was refused; throws if it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refused> {
  try {
    await call;
  } catch (error) {
    if (error instanceof EasementError) return { reason: error.reason, message: error.message, facts: error.facts };
    throw error;
  }
  throw new Error('the call was answered, not refused');
}
