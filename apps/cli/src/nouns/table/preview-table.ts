import type { Verb } from '../../command.ts';
import { findTable } from '../../find/tables.ts';
import { createRowWriter } from '../../output/row-writer.ts';

export const previewTable: Verb = {
  usage: 'preview <table>',
  summary: 'show the first rows of a table',
  options: [{ flags: '--rows <count>', summary: 'how many', fallback: '20' }],
  run: async (session, input) => {
    const { client, call, print, tell } = session;
    const { tableId, projectId } = await findTable(session, input.argument('table'));
    const maxRows = input.count('rows') ?? 0;
    const { columns, rows, rowCount } = await client.preview({ tableId, projectId, maxRows }, call);
    const writer = createRowWriter(
      print,
      columns.map(({ name }) => name),
    );
    for (const row of rows) await writer.row(row);
    await writer.end();
    tell(`${rows.length} of ${rowCount} rows.`);
  },
};
