import { fromJsonString } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { errorFromJsonBytes } from '@connectrpc/connect/protocol-connect';
import { Format, LoadMode, type LoadTableResponse, LoadTableResponseSchema } from '@easement/contracts';
import type { Lines } from './lines.ts';
import type { LoadHeader, Upload } from './load.ts';
import type { Put, PutAnswer } from './put.ts';

/** Loads by `PUT /tables/{id}/rows`, for where no request can stream. */
export async function loadByDoor(lines: Lines, put: Put, upload: Upload): Promise<LoadTableResponse> {
  const { header, options, onProgress } = upload;
  const url = doorOf(lines.baseUrl, header);
  const [headers, body] = await Promise.all([headersOf(lines, upload), bodyOf(upload)]);
  const answer = await put({ url, headers, body, signal: options.signal, onProgress });
  if (answer.status !== 200) throw refusalOf(answer);
  return fromJsonString(LoadTableResponseSchema, answer.text, { ignoreUnknownFields: true });
}

function doorOf(baseUrl: string, header: LoadHeader): string {
  refuseBeyondDoor(header);
  const { csv } = header;
  const query = new URLSearchParams({
    format: header.format === Format.PARQUET ? 'parquet' : 'csv',
    mode: header.mode === LoadMode.REPLACE ? 'replace' : 'append',
    ...(csv?.header === undefined ? {} : { header: String(csv.header) }),
    ...(csv?.delimiter ? { delimiter: csv.delimiter } : {}),
    ...(csv?.nullText === undefined ? {} : { null_text: csv.nullText }),
  });
  return `${baseUrl}/tables/${header.tableId}/rows?${query.toString()}`;
}

function refuseBeyondDoor({ tableId, create, validateOnly }: LoadHeader): void {
  const without = 'without streaming requests a file';
  if (tableId === '' || create) {
    const why = `${without} loads into a table that is there: create it first, and name it by its id`;
    throw new ConnectError(why, Code.InvalidArgument);
  }
  if (validateOnly) throw new ConnectError(`${without} cannot be validated only`, Code.InvalidArgument);
}

async function headersOf({ policy }: Lines, { options }: Upload): Promise<Headers> {
  const headers = new Headers(options.headers);
  const token = await policy.token();
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (options.timeoutMs) headers.set('connect-timeout-ms', String(options.timeoutMs));
  headers.set('content-type', 'application/octet-stream');
  return headers;
}

/** Bytes that only stream are gathered first: fetch cannot send them everywhere as they come. */
async function bodyOf({ body, source }: Upload): Promise<Blob | Uint8Array<ArrayBuffer>> {
  if (body instanceof Blob || body instanceof Uint8Array) return body;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of source.open()) parts.push(new Uint8Array(part));
  return new Blob(parts);
}

/** A refusal is a Connect error; anything else is the word of a proxy on the way. */
function refusalOf({ status, text }: PutAnswer): ConnectError {
  const fallback = new ConnectError(`the server answered with HTTP status ${status}`, codeOf(status));
  try {
    return errorFromJsonBytes(new TextEncoder().encode(text), undefined, fallback);
  } catch {
    return fallback;
  }
}

function codeOf(status: number): Code {
  if (status === 401) return Code.Unauthenticated;
  return [429, 502, 503, 504].includes(status) ? Code.Unavailable : Code.Unknown;
}
