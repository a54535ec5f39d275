import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { ExecuteResponseSchema } from '@easement/contracts';
import { errorLine, linesOf } from './sql-lines.ts';

const lines = (part: MessageInitShape<typeof ExecuteResponseSchema>['part']) =>
  linesOf(create(ExecuteResponseSchema, { part: part ?? { case: undefined } }));

it('writes the schema as names and types', () => {
  const columns = [
    { name: 'a "quoted" name', type: 'STRING' },
    { name: 'n', type: 'INTEGER' },
  ];
  expect(lines({ case: 'schema', value: { columns, queryId: 'q' } })).toBe(
    '{"schema":[{"name":"a \\"quoted\\" name","type":"STRING"},{"name":"n","type":"INTEGER"}]}\n',
  );
});

it('writes each row of a batch as a line, whatever the text holds', () => {
  const columns = [{ values: { case: 'strings' as const, value: { values: ['two\nlines', '\u2028'] } } }];
  const written = lines({ case: 'batch', value: { rowCount: 2, columns } });
  expect(written).toBe('{"row":["two\\nlines"]}\n{"row":["\u2028"]}\n');
  expect(lines({ case: 'batch', value: { rowCount: 0, columns: [] } })).toBe('');
});

it('writes the statistics with their integers as strings', () => {
  const value = { rowCount: 5n, truncated: true, elapsedMs: 12n, scannedBytes: 9_007_199_254_740_993n };
  expect(lines({ case: 'statistics', value })).toBe(
    '{"statistics":{"rowCount":"5","truncated":true,"elapsedMs":"12","scannedBytes":"9007199254740993"}}\n',
  );
});

it('writes nothing for a part that it does not know', () => {
  expect(lines(undefined)).toBe('');
});

it('writes an error as a line', () => {
  expect(errorLine({ code: 'aborted' })).toBe('{"error":{"code":"aborted"}}\n');
});
