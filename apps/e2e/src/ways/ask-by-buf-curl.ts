import { type JsonBatch, rowsOfJson } from './json-rows.ts';
import { run } from './run.ts';
import { type Answers, insert, question, smallFile, type Way } from './way.ts';

/** `buf curl` knows of the contract only what the server's reflection tells it. */
export const askByBufCurl: Way = async (scene): Promise<Answers> => {
  const { product, writer, analytics, linkId, ownBucketId } = scene;
  const call = async <T>(method: string, ...messages: object[]): Promise<T[]> => {
    const flags = ['--protocol', 'grpc', '--http2-prior-knowledge', '--reflect-protocol', 'grpc-v1'];
    const header = ['-H', `authorization: Bearer ${writer.token}`];
    const url = `http://${product.grpcAddress}/easement.${method}`;
    const input = messages.map((message) => JSON.stringify(message)).join('\n');
    return parseAll<T>(await run('node_modules/.bin/buf', ['curl', ...flags, ...header, '-d', '@-', url], { input }));
  };
  const execute = (statement: string) =>
    call<{ batch?: JsonBatch }>('query.v1.QueryService/Execute', { projectId: analytics, statement });
  const [caller] = await call<{ principal: { email: string } }>('identity.v1.PrincipalService/GetCaller', {});
  const [listed] = await call<{ tables: { name: string }[] }>('catalog.v1.TableService/ListTables', { linkId });
  const rows = (await execute(question)).flatMap(({ batch }) => (batch ? rowsOfJson(batch) : []));
  const refusal = await execute(insert).then(
    () => '',
    (error: unknown) => (JSON.parse((error as Error).message) as { message: string }).message,
  );
  const header = { bucketId: ownBucketId, name: 'from_buf', create: true, format: 'FORMAT_CSV' };
  const chunks = smallFile.map((text) => ({ chunk: Buffer.from(text).toString('base64') }));
  const [loaded] = await call<{ rowCount: string }>('query.v1.LoadService/LoadTable', { header }, ...chunks);
  return {
    email: caller?.principal.email ?? '',
    tables: listed?.tables.map(({ name }) => name) ?? [],
    rows,
    refusal,
    loaded: Number(loaded?.rowCount),
  };
};

/** Reads JSON values that stand one after another. */
function parseAll<T>(text: string): T[] {
  const values = text.trim().split(/\n(?=\{)/);
  return values.filter((value) => value !== '').map((value) => JSON.parse(value) as T);
}
