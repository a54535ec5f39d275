import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryService } from '@easement/contracts';
import { openDirectory, type Directory } from './directory.ts';
import { type Fake, fake, fakeRoutes, listen } from './services.ts';

/** Services for a gateway that is started as it is in production, and the variables that tell it where they are. */
export type Surroundings = AsyncDisposable & {
  readonly directory: Directory;
  readonly variables: Readonly<Record<string, string>>;
};

const parts = ['identity', 'catalog', 'sharing', 'query'] as const;

export async function openSurroundings(fakes: readonly Fake[] = []): Promise<Surroundings> {
  const own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  own.defer(() => rm(folder, { recursive: true }));
  const directory = openDirectory();
  const all = [fake(DirectoryService, directory.handlers), ...fakes];
  const variables: Record<string, string> = {
    EASEMENT_GATEWAY_PORT: '0',
    EASEMENT_GATEWAY_HTTP_PORT: '0',
    EASEMENT_GATEWAY_OPERATIONS_PORT: '0',
    EASEMENT_KEYS_FOLDER: folder,
  };
  for (const part of parts) {
    const { address } = own.use(await listen(part, fakeRoutes(part, all, []), folder));
    variables[`EASEMENT_${part.toUpperCase()}_ADDRESS`] = address;
  }
  return { directory, variables, [Symbol.asyncDispose]: () => own.disposeAsync() };
}
