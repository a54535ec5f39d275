import { type Client, EasementError } from '@easement/client';
import type { Secret } from './world.ts';

/** All that a caller hears of a statement: its schema and rows, or its refusal. */
export type Heard = {
  /** Absent where it was answered. */
  readonly refusedWith: string | undefined;
  readonly said: string;
};

const longestMs = 10_000;

export async function hear(client: Client, projectId: string, statement: string): Promise<Heard> {
  const said: unknown[] = [];
  try {
    const result = await client.query({ projectId, statement }, { timeoutMs: longestMs });
    said.push(result.columns);
    for await (const row of result.rows) said.push(row);
    const { defaultBucket, truncated } = result.statistics() ?? {};
    said.push([defaultBucket, truncated]);
    return { refusedWith: undefined, said: written(said) };
  } catch (error) {
    if (!(error instanceof EasementError)) throw error;
    said.push(error.reason, error.message, error.facts);
    return { refusedWith: error.reason ?? error.message, said: written(said) };
  }
}

/** The secrets that were told: as they are, in another case, backwards or in hexadecimal. What the statement says itself is none. */
export function toldSecrets(statement: string, { said }: Heard, secrets: readonly Secret[]): string[] {
  const heard = said.toLowerCase();
  return secrets
    .filter(({ text }) => !statement.includes(text))
    .filter(({ text }) => formsOf(text.toLowerCase()).some((form) => heard.includes(form)))
    .map(({ what }) => what);
}

function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    [...text].toReversed().join(''),
    bytes.toString('hex'),
    bytes.toString('base64').slice(0, -4).toLowerCase(),
  ];
}

function written(said: readonly unknown[]): string {
  return JSON.stringify(said, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  });
}
