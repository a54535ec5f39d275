import { CatalogClosingService, SharingClosingService } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import { assertionVerifier, type GrpcServer, internal, issuersOf, keysInFolder, serveGrpc } from '@easement/rpc';
import { pino } from 'pino';

/** One call that a closer got. */
export type Heard = {
  readonly part: ServiceName;
  readonly act: 'close' | 'rehearse' | 'reopen';
  readonly attempt: number;
};

/** Sharing and catalog as far as the deletion of a project knows them: real servers that do what a test says. */
export type Closers = AsyncDisposable & {
  readonly addresses: { readonly sharing: string; readonly catalog: string };
  readonly heard: Heard[];
  /** What a closer does before it answers; a test sets it to refuse, to fail, or to wait. */
  on: (heard: Heard, projectId: string) => void | Promise<void>;
};

export async function startClosers(keysFolder: string): Promise<Closers> {
  const own = new AsyncDisposableStack();
  const heard: Heard[] = [];
  const tell = async (one: Heard, projectId: string): Promise<object> => {
    heard.push(one);
    await closers.on(one, projectId);
    return {};
  };
  const handlers = (part: ServiceName) => ({
    closeProject: ({ projectId, attempt, validateOnly }: Closing & { validateOnly: boolean }) =>
      tell({ part, act: validateOnly ? 'rehearse' : 'close', attempt: Number(attempt) }, projectId),
    reopenProject: ({ projectId, attempt }: Closing) =>
      tell({ part, act: 'reopen', attempt: Number(attempt) }, projectId),
  });
  const serve = (
    part: 'sharing' | 'catalog',
    desc: typeof SharingClosingService | typeof CatalogClosingService,
  ): Promise<GrpcServer> =>
    serveGrpc({
      service: part,
      routes: [internal(desc, handlers(part), ['identity'])],
      host: '127.0.0.1',
      port: 0,
      authenticate: assertionVerifier({
        audience: part,
        publicKeys: keysInFolder(keysFolder),
        issuers: issuersOf[part],
      }),
      log: pino({ level: 'silent' }),
    });
  const sharing = own.use(await serve('sharing', SharingClosingService));
  const catalog = own.use(await serve('catalog', CatalogClosingService));
  const closers: Closers = {
    addresses: { sharing: sharing.address, catalog: catalog.address },
    heard,
    on: () => undefined,
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
  return closers;
}

type Closing = { projectId: string; attempt: bigint };
