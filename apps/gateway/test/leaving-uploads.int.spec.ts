import { create, toBinary } from '@bufbuild/protobuf';
import { createConnectTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { Format, type LoadTableRequest, LoadTableRequestSchema, LoadService } from '@easement/contracts';
import { newId } from '@easement/domain';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { type House, openHouse, until } from './house.ts';
import { fake } from './services.ts';
import { begin, versions } from './visit.ts';
import { headersOf } from './ways.ts';

/** How the loads of a spec went, as query-service saw them. */
let loads: { taken: number; complete: number; broken: number };
let houses: Record<'remote' | 'in process', House>;

const loading = () =>
  fake(LoadService, {
    loadTable: async (parts) => {
      const mine = loads;
      try {
        for await (const _ of parts) mine.taken++;
      } catch (error) {
        mine.broken++;
        throw error;
      }
      mine.complete++;
      return { rowCount: 1n };
    },
  });

beforeAll(async () => {
  houses = { remote: await openHouse([loading()]), 'in process': await openHouse([loading()], { inProcess: true }) };
});

beforeEach(() => {
  loads = { taken: 0, complete: 0, broken: 0 };
});

afterAll(async () => {
  for (const house of Object.values(houses)) await house[Symbol.asyncDispose]();
});

const path = `/tables/${newId('table')}/rows?format=csv`;
const header = create(LoadTableRequestSchema, {
  part: { case: 'header', value: { tableId: newId('table'), format: Format.CSV } },
});
const chunk = create(LoadTableRequestSchema, { part: { case: 'chunk', value: Buffer.from('a,b\n1,2\n') } });

/** The caller goes away after the first part of a file has arrived. A file that is cut off must never count as whole. */
async function isCutOff(): Promise<void> {
  await until(() => loads.broken + loads.complete > 0, 'the service knows how the load ended');
  expect(loads).toMatchObject({ broken: 1, complete: 0 });
}

describe.each(['remote', 'in process'] as const)(
  'with query-service %s, an upload that is left half-way fails',
  (where) => {
    it.each(versions)('at the door over %s', async (version) => {
      const house = houses[where];
      using visiting = begin(house, version, 'PUT', path, { token: house.directory.secret });
      visiting.sending.write('a,b\n1,2\n');
      await until(() => loads.taken === 2, 'the first bytes have arrived');
      visiting.leave();
      await isCutOff();
      await until(() => house.lines.some(({ method }) => String(method).endsWith('/LoadTable')), 'the call is logged');
      expect(house.lines.filter(({ msg }) => msg === 'fault')).toEqual([]);
      expect(house.lines.filter(({ method }) => String(method).endsWith('/LoadTable')).map(({ code }) => code)).toEqual(
        house.lines.filter(({ method }) => String(method).endsWith('/LoadTable')).map(() => 'CANCELLED'),
      );
    });

    it('over gRPC', async () => {
      const house = houses[where];
      const client = new Client(house.grpc, credentials.createInsecure());
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(headersOf({ token: house.directory.secret })))
        metadata.set(name, value);
      const write = (part: LoadTableRequest) => Buffer.from(toBinary(LoadTableRequestSchema, part));
      const method = `/${LoadService.typeName}/LoadTable`;
      const call = client.makeClientStreamRequest(
        method,
        write,
        (bytes) => bytes,
        metadata,
        () => undefined,
      );
      call.write(header);
      call.write(chunk);
      await until(() => loads.taken === 2, 'the first bytes have arrived');
      call.cancel();
      await isCutOff();
      client.close();
    });

    it('over Connect', async () => {
      const house = houses[where];
      const sessionManager = new Http2SessionManager(house.http);
      const leaving = new AbortController();
      const transport = createConnectTransport({ baseUrl: house.http, httpVersion: '2', sessionManager });
      async function* parts() {
        yield header;
        yield chunk;
        await new Promise(() => undefined);
      }
      const headers = headersOf({ token: house.directory.secret });
      const answer = transport.stream(LoadService.method.loadTable, leaving.signal, undefined, headers, parts());
      await until(() => loads.taken === 2, 'the first bytes have arrived');
      leaving.abort();
      await expect(answer).rejects.toThrow();
      await isCutOff();
      sessionManager.abort();
    });
  },
);
