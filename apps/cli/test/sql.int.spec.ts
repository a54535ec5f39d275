import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { refusal } from '@easement/testing';
import { type Home, makeHome } from './play.ts';
import { ids } from './things.ts';
import { startWorld, type World } from './world.ts';

describe('sql', () => {
  let world: World;
  let home: Home;

  beforeAll(async () => {
    world = await startWorld();
    home = await makeHome({ EASEMENT_URL: world.url, EASEMENT_TOKEN: 'a-secret', EASEMENT_PROJECT: 'operations' });
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });
  beforeEach(() => world.asked.splice(0));

  const statements = () =>
    world.asked
      .filter(({ method }) => method === 'Execute')
      .map(({ request }) => Reflect.get(request, 'statement') as string);

  it('writes rows in each format, NULL as what the format has for it', async () => {
    expect((await home.easement('sql SELECT -o csv')).out).toBe('iata,delay\r\nJFK,12\r\nORD,\r\n');
    expect((await home.easement('sql SELECT -o yaml')).out).toBe(
      '- iata: JFK\n  delay: "12"\n- iata: ORD\n  delay: null\n',
    );
    const { out, err } = await home.easement('sql SELECT -o json');
    expect(JSON.parse(out)).toEqual([
      { iata: 'JFK', delay: '12' },
      { iata: 'ORD', delay: null },
    ]);
    expect(err).toMatch(/^2 rows in \d+ ms\.\n$/);
  });

  it('asks for all rows unless a table is drawn, and says where it was cut', async () => {
    await home.easement('sql SELECT -o csv');
    expect(world.last('Execute')).toMatchObject({ maxRows: 0n });
    const cut = await home.easement('sql SELECT --max-rows 2');
    expect(world.last('Execute')).toMatchObject({ maxRows: 2n });
    expect(cut.err).toContain('there are more');
  });

  it('runs the statements of a file one by one and stops at the first that fails, telling its line', async () => {
    const file = join(home.folder, 'report.sql');
    await writeFile(file, "SELECT ';';\n\n-- two; not a statement\nSELECT 2;\nSELECT 3");
    expect((await home.easement(`sql -f ${file} -o csv`)).code).toBe(0);
    expect(statements()).toEqual(["SELECT ';'", 'SELECT 2', 'SELECT 3']);
    world.asked.splice(0);
    world.refuse('Execute', refusal('sql_syntax', 'near ;', { line: '1' }));
    const failed = await home.easement(`sql -f ${file} -o csv`);
    expect(failed).toMatchObject({ code: 2, err: expect.stringContaining('in the statement of line 1:') });
    expect(statements()).toHaveLength(1);
  });

  it('runs what comes on stdin', async () => {
    await home.easement('sql', { stdin: 'SELECT 1; SELECT 2;' });
    expect(statements()).toEqual(['SELECT 1', 'SELECT 2']);
    expect((await home.easement('sql', { stdin: ' -- nothing\n' })).code).toBe(2);
  });

  it('passes on a request id for one statement, not for several', async () => {
    await home.easement('sql SELECT --request-id mine');
    expect(world.last('Execute')).toMatchObject({ requestId: 'mine' });
    expect((await home.easement('sql --request-id mine', { stdin: 'SELECT 1; SELECT 2' })).code).toBe(2);
  });

  it('sends with each statement the database that was named, and from USE on the one that it set', async () => {
    const used = () =>
      world.asked
        .filter(({ method }) => method === 'Execute')
        .map(({ request }) => Reflect.get(request, 'defaultBucket') as string);
    await home.easement('sql', { stdin: 'SELECT 1; USE ops; SELECT 2; SELECT 3' });
    expect(used()).toEqual(['', '', 'ops', 'ops']);
    world.asked.splice(0);
    await home.easement('sql SELECT --database flights');
    await home.easement('sql SELECT -d flights');
    expect(used()).toEqual(['flights', 'flights']);
  });

  it('names the line of the one statement of a file that fails, too', async () => {
    const file = join(home.folder, 'one.sql');
    await writeFile(file, '\n\nSELECT 1');
    world.refuse('Execute', refusal('sql_syntax', 'no', { line: '1' }));
    expect((await home.easement(`sql -f ${file}`)).err).toContain('in the statement of line 3:');
  });

  describe('COPY', () => {
    it('loads a file that lies here, as its options say', async () => {
      const file = join(home.folder, 'rows.txt');
      await writeFile(file, 'JFK;NA\n');
      const copy = `COPY flights.airports FROM '${file}' (FORMAT csv, HEADER false, DELIMITER ';', NULLSTR 'NA')`;
      const { code, out, err } = await home.easement(['sql', copy, '--request-id', 'mine']);
      expect([code, out]).toEqual([0, '']);
      expect(err).toContain('Loaded 3 rows');
      expect(world.last('LoadTable')).toMatchObject({
        part: {
          value: {
            tableId: ids.airports,
            csv: { header: false, delimiter: ';', nullText: 'NA' },
            requestId: 'mine',
            validateOnly: false,
          },
        },
      });
      expect((await home.easement(['sql', copy, '--dry-run'])).err).toContain('Nothing was loaded');
      expect(world.last('LoadTable')).toMatchObject({ part: { value: { validateOnly: true } } });
    });

    it.each([
      ["COPY flights.airports FROM 'a.csv'", 1, 'cannot read a.csv: ENOENT'],
      ["COPY flights.airports FROM 'a.txt'", 2, 'does not tell the format'],
      ["COPY airports FROM 'package.json' (FORMAT csv)", 2, 'airports is in no database'],
      ["COPY flights.nothing FROM 'package.json' (FORMAT csv)", 3, 'there is no table "nothing" in flights'],
    ])('of what cannot be done asks nothing: %s', async (copy, expected, message) => {
      const { code, err } = await home.easement(['sql', copy]);
      expect([code, err]).toEqual([expected, expect.stringContaining(message)]);
      expect(world.last('LoadTable')).toBeUndefined();
      expect(statements()).toEqual([]);
    });

    it('to a file, or written wrongly, is for the server to refuse', async () => {
      await home.easement(['sql', "COPY flights.airports TO 'a.csv'"]);
      expect(statements()).toEqual(["COPY flights.airports TO 'a.csv'"]);
    });
  });

  describe('at a prompt', () => {
    /** Types each line when the prompt asks for it. */
    async function type(...lines: string[]) {
      const stdin = new PassThrough();
      const played = home.easement('sql', { stdin, terminal: true });
      for (const line of lines) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        stdin.write(line);
      }
      return await played;
    }

    it('runs a statement when its semicolon comes, however many lines it spans', async () => {
      const { code, out } = await type('SELECT\n', '1;\n', '\\q\n');
      expect(code).toBe(0);
      expect(statements()).toEqual(['SELECT\n1']);
      expect(out).toMatch(/JFK\s+12/);
    });

    it('goes on with what was typed ahead', async () => {
      await type('SELECT 1;\nSELE', 'CT 2;\n', '\\q\n');
      expect(statements()).toEqual(['SELECT 1', 'SELECT 2']);
    });

    it('runs what was typed ahead of leaving', async () => {
      expect(await type('SELECT 1;\nSELECT 2;\n\u0004')).toMatchObject({ code: 0 });
      expect(statements()).toEqual(['SELECT 1', 'SELECT 2']);
    });

    it('keeps the lines of a quote as they are typed', async () => {
      await type("SELECT 'a;\n", '\n', "b'; SELECT\n", '2;\n', '\\q\n');
      expect(statements()).toEqual(["SELECT 'a;\n\nb'", 'SELECT\n2']);
    });

    it('shows the database that is used, also where a statement fails', async () => {
      world.refuse('Execute', refusal('unknown_name', 'there is no bucket x', { name: 'x' }));
      const { err } = await type('USE x;\n', 'USE ops;\n', 'SELECT 1;\n', '\\q\n');
      expect(err.match(/[a-z]+(?=> )/g)).toEqual(['sql', 'sql', 'ops', 'ops']);
      expect(world.last('Execute')).toMatchObject({ statement: 'SELECT 1', defaultBucket: 'ops' });
    });

    it('tells what failed and reads on', async () => {
      world.refuse('Execute', refusal('unknown_name', 'there is no table x', { name: 'x' }));
      const { code, err } = await type('SELECT x;\n', 'SELECT 2;\n', '\u0004');
      expect(code).toBe(0);
      expect(err).toContain('reason: UNKNOWN_NAME');
      expect(statements()).toEqual(['SELECT x', 'SELECT 2']);
    });

    it('drops what is typed on Ctrl-C, and stops a statement that runs', async () => {
      world.statement.endless = true;
      const { code, err } = await type('SELECT forget\n', '\u0003', 'SELECT endless;\n', '\u0003', '\\q\n');
      world.statement.endless = false;
      expect(code).toBe(0);
      expect(statements()).toEqual(['SELECT endless']);
      expect(err).toContain('canceled');
    });

    it('completes names that the caller may see', async () => {
      await type('SELECT * FROM ops', '\t', ';\n', '\\q\n');
      expect(statements()).toEqual(['SELECT * FROM ops."late ones"']);
    });

    it('asks statements for what is written with a backslash', async () => {
      const { err } = await type('\\l\n', '\\c ops\n', '\\d\n', '\\d late ones\n', '\\shares\n', '\\q\n');
      expect(statements()).toEqual(['SHOW DATABASES', 'USE ops', 'SHOW TABLES', 'DESCRIBE "late ones"', 'SHOW SHARES']);
      expect(world.last('Execute')).toMatchObject({ defaultBucket: 'ops' });
      expect(err).toContain('ops> ');
    });

    it('tells how long a statement took, or not', async () => {
      const { err } = await type('SELECT 1;\n', '\\timing\n', 'SELECT 2;\n', '\\q\n');
      expect(err).toMatch(/2 rows in \d+ ms\.[\s\S]*Timing is off\.[\s\S]*2 rows\.\n/);
    });

    it('answers in another format, into a file, and on the terminal again', async () => {
      const file = join(home.folder, 'rows.csv');
      const { out } = await type(
        `\\o ${file}\n`,
        'SELECT 1;\n',
        '\\o json\n',
        'SELECT 2;\n',
        '\\o\n',
        'SELECT 3;\n',
        '\\q\n',
      );
      expect(await readFile(file, 'utf8')).toBe('iata,delay\r\nJFK,12\r\nORD,\r\n');
      expect(out).toMatch(/^\[\n {2}\{"iata":"JFK","delay":"12"\},\n[\s\S]*\]\niata\s+delay\nJFK\s+12\n/);
    });

    it('goes on as it was where a file cannot be written', async () => {
      const { out, err } = await type(`\\o ${home.folder}/no/rows.csv\n`, 'SELECT 1;\n', '\\q\n');
      expect(err).toMatch(/error: cannot write .*rows.csv: ENOENT/);
      expect(out).toMatch(/iata\s+delay\n/);
    });

    it('asks for names anew when they may have changed', async () => {
      await type('SELECT 1;\n', 'CREATE VIEW flights.v AS SELECT 1;\n', '\\q\n');
      expect(world.asked.filter(({ method }) => method === 'ListProjectObjects')).toHaveLength(2);
    });

    it('loads a file into a table of the database that is used', async () => {
      const file = join(home.folder, 'more airports.csv');
      await writeFile(file, 'iata\nJFK\n');
      const { err } = await type('USE flights;\n', `COPY AIRPORTS FROM '${file}';\n`, '\\q\n');
      expect(err).toContain('Loaded 3 rows; the table is at version 2.');
      expect(err).toContain('100 % of');
      expect(world.load.bytes).toBe(9);
      expect(world.last('LoadTable')).toMatchObject({ part: { value: { tableId: ids.airports, format: 1 } } });
      expect(statements()).toEqual(['USE flights']);
    });

    it('lists what there is, and shows its help', async () => {
      const { err } = await type('\\d\n', '\\?\n', '\\x\n', '\\q\n');
      expect(err).toContain('flights.airports');
      expect(err).toContain('Statements end with a semicolon');
      expect(err).toContain('\\x is unknown');
    });

    it('keeps what was typed for the next time, for nobody else', async () => {
      await type('SELECT kept;\n', '\\q\n');
      const file = join(home.folder, '.local', 'state', 'easement', 'sql-history');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).toContain('SELECT kept;');
      await type('\u001b[A\u001b[A\n', '\\q\n');
      expect(statements().at(-1)).toBe('SELECT kept');
    });
  });
});
