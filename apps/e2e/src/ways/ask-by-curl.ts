import { type Answers, insert, question, smallFile, type Way } from './way.ts';
import { run } from './run.ts';

/** Curl: Connect JSON for calls, the plain doors for rows and SQL. */
export const askByCurl: Way = async (scene): Promise<Answers> => {
  const { product, writer, analytics, linkId, ownBucketId } = scene;
  const common = ['--silent', '--show-error', '-H', `authorization: Bearer ${writer.token}`];
  const json = ['-H', 'content-type: application/json'];
  const call = async <T>(method: string, body: object): Promise<T> =>
    JSON.parse(
      await run('curl', [...common, ...json, '-d', JSON.stringify(body), `${product.httpAddress}/easement.${method}`]),
    ) as T;
  const sql = async (statement: string): Promise<SqlLine[]> => {
    const body = JSON.stringify({ projectId: analytics, statement });
    const printed = await run('curl', [...common, ...json, '-d', body, `${product.httpAddress}/sql`]);
    return printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as SqlLine);
  };
  const caller = await call<{ principal: { email: string } }>('identity.v1.PrincipalService/GetCaller', {});
  const { tables } = await call<{ tables: { name: string }[] }>('catalog.v1.TableService/ListTables', { linkId });
  const rows = (await sql(question)).flatMap(({ row }) => (row ? [row] : []));
  const [refused] = await sql(insert);
  const columns = [
    { name: 'a', type: 'INTEGER', nullable: true },
    { name: 'b', type: 'STRING', nullable: true },
  ];
  const { table } = await call<{ table: { id: string } }>('catalog.v1.TableService/CreateTable', {
    bucketId: ownBucketId,
    name: 'from_curl',
    columns,
  });
  const door = `${product.httpAddress}/tables/${table.id}/rows`;
  const put = ['-X', 'PUT', '--data-binary', '@-', `${door}?format=csv`];
  const loaded = JSON.parse(await run('curl', [...common, ...put], { input: smallFile.join('') })) as {
    rowCount: string;
  };
  const exported = await run('curl', [...common, `${door}?format=csv&project_id=${analytics}`]);
  if (exported.trim().split(/\r?\n/).length !== 3) throw new Error(`the export is not what was loaded: ${exported}`);
  return {
    email: caller.principal.email,
    tables: tables.map(({ name }) => name),
    rows,
    refusal: refused?.message ?? refused?.error?.message ?? '',
    loaded: Number(loaded.rowCount),
  };
};

type SqlLine = {
  readonly row?: (string | number | null)[];
  readonly error?: { readonly message: string };
  readonly message?: string;
};
