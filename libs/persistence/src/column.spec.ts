import fc from 'fast-check';
import {
  bigintColumn,
  type Column,
  flagColumn,
  idColumn,
  integerColumn,
  jsonColumn,
  nullable,
  since,
  type Stored,
  textColumn,
  timeColumn,
  versionColumn,
} from './column.ts';

/** What the drivers make of a stored value: SQLite answers whole numbers as bigint, MySQL as text, VARBINARY as bytes. */
const answers: [string, (stored: Stored) => unknown][] = [
  ['SQLite', (stored) => (typeof stored === 'number' ? BigInt(stored) : stored)],
  ['MySQL', (stored) => (typeof stored === 'number' || typeof stored === 'bigint' ? String(stored) : stored)],
  ['MySQL, as bytes', (stored) => (typeof stored === 'string' ? Buffer.from(stored) : stored)],
];

describe.each(answers)('what %s answers', (_, answer) => {
  const back = <T>(column: Column<T>, value: T) => column.decode(answer(column.encode(value)));

  it('is the text that went in', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => back(idColumn(), text) === text));
  });

  it('is the number that went in', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (number) => Object.is(back(integerColumn(), number), number + 0)));
    fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) => back(bigintColumn(), n) === n));
  });

  it('is the moment, the flag, the thing or the null that went in', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (time) => back(timeColumn(), time).getTime() === time.getTime()),
    );
    fc.assert(fc.property(fc.boolean(), (flag) => back(flagColumn(), flag) === flag));
    fc.assert(
      fc.property(
        fc.json(),
        (text) => JSON.stringify(back(jsonColumn(), JSON.parse(text))) === JSON.stringify(JSON.parse(text)),
      ),
    );
    expect(back(nullable(timeColumn()), null)).toBeNull();
    expect(back(nullable(flagColumn()), false)).toBe(false);
  });
});

describe('a column', () => {
  it.each([1.5, Number.NaN, Infinity, 2 ** 53])('takes no %d for a whole number', (value) => {
    expect(() => integerColumn().encode(value)).toThrow('not a whole number');
  });

  it('takes no invalid date for a moment', () => {
    expect(() => timeColumn().encode(new Date('nonsense'))).toThrow('not a whole number');
  });

  it('says what the store holds instead of what is expected', () => {
    expect(() => integerColumn().decode('9007199254740993')).toThrow('string where a whole number within 2^53');
    expect(() => idColumn().decode(null)).toThrow('null where text is expected');
    expect(() => timeColumn().decode(undefined)).toThrow('undefined where a number is expected');
  });

  it('that comes later says what old rows hold', () => {
    expect(() => since(2, textColumn())).toThrow('must be nullable or say what old rows hold');
    expect(since(2, nullable(textColumn()))).toMatchObject({ since: 2, nullable: true });
    expect(since(2, flagColumn(), false)).toMatchObject({ since: 2, initial: 0 });
    expect(since(2, versionColumn())).toMatchObject({ since: 2, initial: 1 });
  });

  it('is a key only if its bytes are compared', () => {
    expect(idColumn()).toMatchObject({ mysql: 'varbinary(64)', keyable: true });
    expect(textColumn(200)).toMatchObject({ mysql: 'varchar(200)', keyable: false });
    expect(textColumn(100_000)).toMatchObject({ mysql: 'mediumtext', keyable: false });
  });
});
