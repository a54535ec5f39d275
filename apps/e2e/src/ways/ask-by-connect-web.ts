import { ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import { PrincipalService, QueryService, TableService } from '@easement/contracts';
import { jsonRows } from './json-rows.ts';
import { type Answers, insert, question, type Way } from './way.ts';

type CreateTransport = typeof createConnectTransport | typeof createGrpcWebTransport;

/** A browser's client: it cannot stream requests, so it loads by the plain door. */
function askBy(createTransport: CreateTransport, more: { readonly useBinaryFormat?: boolean } = {}): Way {
  return async ({ product, writer, analytics, linkId }): Promise<Answers> => {
    const transport = createTransport({
      baseUrl: product.httpAddress,
      ...more,
      interceptors: [
        (next) => (request) => {
          request.header.set('authorization', `Bearer ${writer.token}`);
          return next(request);
        },
      ],
    });
    const run = async (statement: string) => {
      const rows = [];
      const parts = createClient(QueryService, transport).execute({ projectId: analytics, statement });
      for await (const { part } of parts) if (part.case === 'batch') rows.push(...jsonRows(part.value));
      return rows;
    };
    const { principal } = await createClient(PrincipalService, transport).getCaller({});
    const parent = { case: 'linkId', value: linkId } as const;
    const { tables } = await createClient(TableService, transport).listTables({ parent });
    const refusal = await run(insert).then(
      () => '',
      (error: unknown) => ConnectError.from(error).rawMessage,
    );
    return {
      email: principal?.email ?? '',
      tables: tables.map(({ name }) => name),
      rows: await run(question),
      refusal,
    };
  };
}

export const askByConnectJson = askBy(createConnectTransport);
export const askByConnectBinary = askBy(createConnectTransport, { useBinaryFormat: true });
export const askByGrpcWeb = askBy(createGrpcWebTransport);
