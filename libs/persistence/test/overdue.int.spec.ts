import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { codeColumn, createTables, type Database, integerColumn, openDatabase, query } from '../src/index.ts';
import { emptyDatabase, type EmptyDatabase, sharedMariaDb, stores, testWork } from '../src/testing/index.ts';
import { tables } from './tables.ts';

const suite = stores.includes('mysql') ? describe : describe.skip;

suite('a MySQL server that is slow or gone', () => {
  let empty: EmptyDatabase;
  let db: Database;
  let line: Line;

  beforeAll(async () => {
    empty = await emptyDatabase('mysql');
    line = await openLine(Number(new URL(empty.url).port));
    const url = new URL(empty.url);
    url.port = String(line.port);
    db = await openDatabase({ url: url.href, tables, migrations: [createTables(1, tables)], poolSize: 3 });
  });
  afterAll(async () => {
    await line.mend();
    await db[Symbol.asyncDispose]();
    await line.close();
    await empty[Symbol.asyncDispose]();
  });

  const sleepOnServer = (signal: AbortSignal, marker: string) =>
    db.read(testWork(signal), (tx) => tx.run(`SELECT SLEEP(20) /* ${marker} */`, []));

  it('stops a statement on the server when the call ends', async () => {
    const began = Date.now();
    await expect(sleepOnServer(AbortSignal.timeout(100), 'overdue')).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(Date.now() - began).toBeLessThan(3_000);
    const { port } = await sharedMariaDb();
    const root = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
    try {
      await expect(runningUntil(root, 'overdue', 3_000)).resolves.toBe(0);
    } finally {
      await root.end();
    }
  });

  it('goes on with other connections after that', async () => {
    await Promise.allSettled(['a', 'b', 'c'].map((name) => sleepOnServer(AbortSignal.timeout(50), name)));
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => db.select(testWork(), { one: integerColumn() }, 'SELECT 1 AS one')),
    );
    expect(answers.flat()).toEqual(Array(9).fill({ one: 1 }));
  });

  it('goes on with other connections after calls that ended while theirs was new', async () => {
    const shape = { one: integerColumn() };
    for (let round = 0; round < 30; round++) {
      const stop = new AbortController();
      const stopped = [1, 2, 3].map(() => db.select(testWork(stop.signal), shape, 'SELECT SLEEP(20) AS one'));
      setTimeout(() => stop.abort(new Error('gone')), round);
      const outcomes = await Promise.allSettled(stopped);
      expect(outcomes).toEqual(Array(3).fill({ status: 'rejected', reason: new Error('gone') }));
      const answers = await Promise.all([1, 2, 3].map(() => db.select(testWork(), shape, 'SELECT 1 AS one')));
      expect(answers.flat()).toEqual(Array(3).fill({ one: 1 }));
      // The next round shall begin with new connections.
      line.breakAll();
      await pause(20);
    }
  });

  it('opens another connection where the old one has broken while idle', async () => {
    await db.ping(AbortSignal.timeout(5_000));
    line.breakAll();
    expect(await db.write(testWork(), async (tx) => (await tx.run('SELECT 1 AS one', [])).rows)).toHaveLength(1);
    await expect(db.ping(AbortSignal.timeout(5_000))).resolves.toBeUndefined();
  });

  it('refuses peer_unavailable while the server cannot be reached, and recovers', async () => {
    await line.cut();
    const refusal = { reason: 'peer_unavailable', facts: { part: 'database' } };
    await expect(db.write(testWork(), async () => 1)).rejects.toMatchObject(refusal);
    await expect(db.read(testWork(), async () => 1)).rejects.toMatchObject(refusal);
    await expect(db.select(testWork(), {}, 'SELECT 1')).rejects.toMatchObject(refusal);
    await expect(db.ping(AbortSignal.timeout(5_000))).rejects.toMatchObject(refusal);
    await line.mend();
    expect(await db.write(testWork(), async () => 1)).toBe(1);
  });

  it('refuses peer_unavailable if the line breaks at the commit, since nobody knows then', async () => {
    const write = db.write(testWork(), async (tx) => {
      await tx.run('SELECT 1', []);
      line.mute();
      setTimeout(() => line.breakAll(), 50);
    });
    await expect(write).rejects.toMatchObject({ reason: 'peer_unavailable' });
    await expect(write).rejects.toThrow('may or may not have happened');
  });

  it('gives up within the deadline where the server takes the call and says nothing', async () => {
    line.mute();
    const began = Date.now();
    await expect(db.ping(AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(db.write(testWork(AbortSignal.timeout(200)), async () => 1)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(Date.now() - began).toBeLessThan(3_000);
    await line.mend();
    await db.ping(AbortSignal.timeout(5_000));
  });

  it('holds locks up for three seconds at most, and cuts no value to fit', async () => {
    const settings = 'SELECT @@innodb_lock_wait_timeout AS seconds, @@sql_mode AS modes';
    const shape = { seconds: integerColumn(), modes: codeColumn() };
    const [write] = await db.write(testWork(), (tx) => query(tx, shape, settings));
    expect(write?.seconds).toBe(3);
    expect(write?.modes.split(',')).toEqual(expect.arrayContaining(['STRICT_ALL_TABLES']));
    expect(write?.modes).not.toContain('NO_BACKSLASH_ESCAPES');
  });

  it('talks to no server in the clear where TLS is asked for', async () => {
    const open = openDatabase({ url: `${empty.url}?tls=true`, tables: [], migrations: [] });
    await expect(open).rejects.toThrow(/secure connection|TLS|SSL/);
  });

  it('says at start where no server answers, without the password', async () => {
    const open = openDatabase({ url: 'mysql://me:secret@127.0.0.1:1/schema', tables: [], migrations: [] });
    await expect(open).rejects.toThrow('no MySQL server answers at 127.0.0.1:1');
    await expect(open).rejects.not.toThrow('secret');
  });
});

async function runningUntil(root: mysql.Connection, marker: string, timeoutMs: number): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const [rows] = await root.query<mysql.RowDataPacket[]>('SHOW FULL PROCESSLIST');
    const running = rows.filter(({ Info }) => String(Info).includes(`/* ${marker} */`)).length;
    if (running === 0 || Date.now() > deadline) return running;
  }
}

/** A line to a server that can be cut, mended, broken under its connections, or muted. */
type Line = {
  readonly port: number;
  readonly breakAll: () => void;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly mute: () => void;
  readonly close: () => Promise<void>;
};

async function openLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let isMute = false;
  const { connect } = await import('node:net');
  const server: Server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => (isMute ? undefined : to.write(bytes)));
      from.on('error', () => undefined);
      from.on('close', () => (sockets.delete(from), to.destroy()));
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  const breakAll = () => {
    isMute = false;
    for (const socket of sockets) socket.destroy();
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      breakAll();
    });
  return {
    port,
    breakAll,
    cut: stop,
    mend: async () => {
      breakAll();
      if (!server.listening) await listen(port);
    },
    mute: () => {
      isMute = true;
    },
    close: stop,
  };
}
