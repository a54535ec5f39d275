import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '@easement/client';
import type { Input, OptionText } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import type { Desk } from '../../desk.ts';
import { readSecret } from '../../read-secret.ts';
import { serverUrl } from '../login.ts';

/** The operator is in no context: who runs an installation says each time where and with what. */
export const operatorOptions: readonly OptionText[] = [
  { flags: '--url <url>', summary: 'where Easement answers (EASEMENT_URL)' },
  { flags: '--operator-token-file <file>', summary: 'where the token of the operator is (EASEMENT_OPERATOR_TOKEN)' },
  { flags: '--token-stdin', summary: 'read the token of the operator from stdin' },
];

export async function operatorClient(
  desk: Desk,
  input: Input,
): Promise<{ readonly client: Client; readonly url: string }> {
  const url = serverUrl(desk, input);
  return { client: createClient({ baseUrl: url, token: await operatorToken(desk, input) }), url };
}

async function operatorToken(desk: Desk, input: Input): Promise<string> {
  const file = input.option('operatorTokenFile');
  if (file !== undefined) return nonEmpty(await readFile(file, 'utf8'), file);
  const { operatorToken: token } = desk.io.environment;
  if (token !== undefined) return token;
  return await readSecret(desk, input.flag('tokenStdin'), 'token of the operator');
}

function nonEmpty(text: string, file: string): string {
  const secret = text.trim();
  if (secret !== '') return secret;
  throw usageError(`${file} is empty`, 'name the file that the identity-service reads or wrote');
}
