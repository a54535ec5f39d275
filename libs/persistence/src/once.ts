import type { Database } from './database.ts';
import { answerRequest, beginRequest, type RecordedCall } from './requests.ts';
import type { WriteTx } from './transaction.ts';
import type { Work } from './work.ts';

export type RepeatableCall = RecordedCall & { readonly validateOnly: boolean };

/** The body of `Database.once`. */
export async function runOnce<A extends object>(
  db: Database,
  call: RepeatableCall & Work,
  work: (tx: WriteTx) => Promise<A>,
): Promise<A> {
  if (call.validateOnly) return await db.rehearse(call, work);
  return await db.write(call, async (tx) => {
    const request = await beginRequest(tx, call, '');
    if (request.state === 'done') return request.answer as A;
    const answer = await work(tx);
    await answerRequest(tx, call, answer);
    return answer;
  });
}
