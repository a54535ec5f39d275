import { Refusal } from '@easement/domain';
import { type Piece, refuseAt } from '@easement/sql';

/** A SELECT that was put together from parts of a statement, and where in the statement a character of it stands. */
export type Composed = {
  readonly text: string;
  /** Of what we have written ourselves, the place of the part before it. Both count characters. */
  readonly originOf: (offset: number) => number;
};

/** Joins what we write with what the caller wrote. */
export function compose(...parts: readonly (string | Piece)[]): Composed {
  const places: { readonly from: number; readonly origin: number; readonly length: number }[] = [];
  let text = '';
  let from = 0;
  for (const part of parts) {
    const added = typeof part === 'string' ? part : part.text;
    const length = [...added].length;
    if (typeof part !== 'string') places.push({ from, origin: part.offset, length });
    text += added;
    from += length;
  }
  const originOf = (offset: number): number => {
    const place = places.findLast((candidate) => candidate.from <= offset) ?? places[0];
    return place ? place.origin + Math.max(0, Math.min(offset - place.from, place.length)) : 0;
  };
  return { text, originOf };
}

/** Does something with a composed SELECT; its refusals tell the place in the statement that was typed. */
export async function relocated<T>(composed: Composed, typed: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal ? relocate(error, composed, typed) : error;
  }
}

function relocate(refusal: Refusal, { originOf }: Composed, typed: string): Refusal {
  const { position, line, column, ...facts } = refusal.facts;
  if (position === undefined) return refusal;
  const prefix = `line ${line}, column ${column}: `;
  const { message } = refusal;
  const said = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  return refuseAt(refusal.reason, said, typed, originOf(Number(position)), facts);
}
