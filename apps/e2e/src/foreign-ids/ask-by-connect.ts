import { type DescMethod, type Message, toJsonString } from '@bufbuild/protobuf';
import { ConnectError } from '@connectrpc/connect';
import { type Client, Code, EasementError } from '@easement/client';
import { type Answer, answered, legible, steadyHeaders } from './answer.ts';
import { isEndless, partsOf } from './parts.ts';

/** Asks over Connect, as the SDK does. */
export async function askByConnect(client: Client, method: DescMethod, request: Message): Promise<Answer> {
  const parts: string[] = [];
  try {
    for await (const part of client.invoke(method, partsOf(method, request))) {
      parts.push(toJsonString(method.output, part));
      if (isEndless(method)) break;
    }
    return { outcome: answered, text: parts.join('\n') };
  } catch (error) {
    if (!(error instanceof EasementError) || !(error.cause instanceof ConnectError)) throw error;
    return { outcome: error.reason ?? Code[error.code], text: parts.join('\n') + textOf(error.cause) };
  }
}

function textOf({ code, rawMessage, details, metadata }: ConnectError): string {
  const told = details.map((detail) => ('desc' in detail ? detail : [detail.type, legible(detail.value)]));
  return JSON.stringify({ code, rawMessage, details: told, headers: steadyHeaders(metadata) }, null, 1);
}
