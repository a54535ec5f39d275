import { randomBytes } from 'node:crypto';
import { loadOrCreateText } from '@easement/rpc';
import { isSameDigest, secretDigest } from './tokens/token-secrets.ts';

/** Where the tokens come from that the operator of the installation calls with. */
export type OperatorTokens =
  | { readonly given: readonly string[] }
  /** One a line. Made at the first start, if the file is not there. */
  | { readonly file: string };

const shape = /^[\x21-\x7e]{32,512}$/;

/**
 * Reads the operator's tokens, one a line: the newest, and while it is being handed out the one before. Throws without
 * repeating any.
 */
export function readOperatorTokens(text: string): readonly string[] {
  const tokens = text.split(/\s+/).filter((line) => line !== '');
  if (tokens.length > 0 && tokens.every((token) => shape.test(token))) return tokens;
  throw new Error('an operator token is at least 32 visible ASCII characters, as of `openssl rand -base64 32`');
}

export type OperatorDoor = {
  readonly isOperatorToken: (secret: string) => boolean;
  /** The file that was made just now, so that the operator can be told where to look. */
  readonly madeFile: string | undefined;
};

/** Opens to the operator's tokens, which are compared as digests in a time that tells nothing. */
export async function openOperatorDoor(source: OperatorTokens): Promise<OperatorDoor> {
  if ('given' in source) return { isOperatorToken: among(source.given), madeFile: undefined };
  const { text, isNew } = await loadOrCreateText(source.file, newOperatorToken);
  try {
    return { isOperatorToken: among(readOperatorTokens(text)), madeFile: isNew ? source.file : undefined };
  } catch (error) {
    throw new Error(`${source.file}: ${error instanceof Error ? error.message : 'cannot be read'}`, { cause: error });
  }
}

function newOperatorToken(): string {
  return `eas_operator_${randomBytes(32).toString('base64url')}\n`;
}

function among(tokens: readonly string[]): (secret: string) => boolean {
  const digests = tokens.map(secretDigest);
  return (secret) => {
    const given = secretDigest(secret);
    return digests.map((digest) => isSameDigest(digest, given)).includes(true);
  };
}
