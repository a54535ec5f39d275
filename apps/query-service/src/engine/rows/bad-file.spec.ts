import { badFile, fileStart } from './bad-file.ts';
import { blameFile } from './blame-file.ts';

const duckdb = (type: string, message = '') =>
  new Error(JSON.stringify({ exception_type: type, exception_message: message }));
const nobody = () => Promise.resolve(undefined);

describe('badFile', () => {
  it('names the place in the message and in the facts', () => {
    const place = { line: 3, column: 2, columnName: 'delay', expectedType: 'INTEGER' };
    const refusal = badFile('not a value of INTEGER', place);
    expect(refusal.message).toBe('line 3, column 2 (delay): not a value of INTEGER; nothing was loaded');
    expect(refusal.facts).toEqual({ line: '3', column: '2', column_name: 'delay', expected_type: 'INTEGER' });
  });

  it('leaves out what is not known', () => {
    expect(badFile('it is empty', fileStart).facts).toEqual({ line: '1', column: '1' });
  });
});

describe('blameFile', () => {
  it('blames the place that is found', async () => {
    const found = () => Promise.resolve({ line: 7, column: 1, what: 'not a value' });
    await expect(blameFile(duckdb('Invalid Input'), found)).resolves.toMatchObject({
      reason: 'bad_file',
      facts: { line: '7' },
    });
  });

  it('takes the line from DuckDB if nothing is found', async () => {
    const blamed = await blameFile(duckdb('Invalid Input', 'CSV Error on Line: 12\nOriginal Line: secret'), nobody);
    expect(blamed).toMatchObject({ facts: { line: '12', column: '1' } });
    expect(String(blamed)).not.toContain('secret');
  });

  it.each([duckdb('Out of Memory'), duckdb('INTERNAL'), new Error('EIO')])(
    'leaves what is no fault of the file: %s',
    async (error) => {
      await expect(blameFile(error, nobody)).resolves.toBe(error);
    },
  );
});
