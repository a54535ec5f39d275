import { readFile } from 'node:fs/promises';
import { type DescMethod, fromJson, type JsonObject, type JsonValue, toJson } from '@bufbuild/protobuf';
import type { Input, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { findMethod, fullName, methods } from '../find/methods.ts';
import { jsonText, type Printer, yamlText } from '../output/printer.ts';
import type { View } from '../output/view.ts';
import { readAll } from '../read-secret.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';

const methodView: View<DescMethod> = {
  columns: [
    ['method', fullName],
    ['kind', ({ methodKind }) => methodKind.replace('_', ' ')],
  ],
  json: (method) => ({ method: fullName(method), kind: method.methodKind }),
};

export const api: Verb = {
  usage: 'api [method] [request]',
  summary: 'call any RPC: JSON in, JSON out',
  changes: true,
  options: [{ flags: '--list', summary: 'list the RPCs instead' }],
  examples: [
    `api OfferService/ListOffers '{"projectId":"prj_…"}'`,
    'api ShareService/CreateShare @share.json --dry-run',
    'api --list',
  ],
  run: async (session, input) => {
    if (input.flag('list')) return await session.print.list(methodView, methods, '');
    const method = findMethod(input.argument('method'));
    const requests = readRequests(await readText(session, input), method, session.settings);
    for await (const answer of session.client.invoke(method, each(requests), session.call)) {
      const json = toJson(method.output, answer, { alwaysEmitImplicit: true });
      await session.print.write(answerText(session.print, method, json));
    }
  },
};

/** The request: as it is typed, from a file, or from stdin. */
async function readText({ io }: Session, input: Input): Promise<string> {
  const text = input.optionalArgument('request') ?? '{}';
  if (text === '-') return await readAll(io.stdin);
  return text.startsWith('@') ? await readFile(text.slice(1), 'utf8') : text;
}

/** A method that streams its requests takes a line of JSON for each. */
function readRequests(text: string, method: DescMethod, settings: Settings) {
  const documents = method.methodKind === 'client_streaming' ? text.split('\n').filter((line) => line.trim()) : [text];
  return documents.map((document) => {
    try {
      return fromJson(method.input, withFlags(JSON.parse(document) as JsonValue, method, settings));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw usageError(`this is no ${method.input.name}: ${error.message}`);
    }
  });
}

function withFlags(json: JsonValue, { input, name }: DescMethod, { dryRun, requestId }: Settings): JsonValue {
  const flags: JsonObject = { ...(dryRun ? { validateOnly: true } : {}), ...(requestId ? { requestId } : {}) };
  const unknown = Object.keys(flags).find((field) => !input.field[field]);
  if (unknown) throw new Error(`${name} has no ${unknown}, which --dry-run and --request-id set`);
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json, ...flags } : json;
}

function answerText({ format }: Printer, { methodKind }: DescMethod, json: JsonValue): string {
  if (format === 'yaml') return methodKind === 'server_streaming' ? `---\n${yamlText(json)}` : yamlText(json);
  return methodKind === 'server_streaming' ? `${JSON.stringify(json)}\n` : jsonText(json);
}

async function* each<T>(things: readonly T[]): AsyncGenerator<T> {
  yield* things;
}
