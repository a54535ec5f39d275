import { type Client, EasementError } from '@easement/client';
import { Format } from '@easement/contracts';
import { rowsOf, type TextRow } from '../rows-of.ts';
import { rows, type Stage } from './stage.ts';

/** One way in which the consumer reads what was shared, and what is whole by it. */
export type Way = {
  readonly name: WayName;
  readonly read: (client: Client, stage: Stage) => Promise<readonly TextRow[]>;
  readonly whole: readonly TextRow[];
};

export type WayName = 'table' | 'function' | 'view' | 'wide view' | 'single' | 'own view' | 'preview' | 'export';

const numbers = rows.map(([id]) => Number(id));
const total = String(numbers.reduce((sum, id) => sum + 2 * id, 0));

export const ways: readonly Way[] = [
  { name: 'table', read: select('select id, name from c.t'), whole: rows },
  {
    name: 'function',
    read: select('select count(*), sum(c.f(id)) from c.t'),
    whole: [[String(rows.length), total]],
  },
  {
    name: 'view',
    read: select('select id, name from c.v'),
    whole: rows.filter(([id]) => Number(id) % 2 === 0).map(([id, name]) => [id, name.toUpperCase()]),
  },
  {
    name: 'wide view',
    read: select('select id, grade from c.wide'),
    whole: rows.map(([id]) => [id, `grade of ${id}`]),
  },
  { name: 'single', read: select('select id, name from own.single'), whole: rows },
  {
    name: 'own view',
    read: select('select id, name from own.mine'),
    whole: rows.filter(([id]) => Number(id) > 100),
  },
  { name: 'preview', read: readPreview, whole: rows },
  { name: 'export', read: readExport, whole: rows },
];

/** How one read by this way ends: `whole`, the reason of the refusal, or what is wrong with the answer. */
export async function tryWay({ read, whole }: Way, client: Client, stage: Stage): Promise<string> {
  try {
    const answered = await read(client, stage);
    if (written(answered) === written(whole)) return 'whole';
    return `answered ${answered.length} rows that are not the ${whole.length} there are`;
  } catch (error) {
    if (!(error instanceof EasementError)) return `thrown: ${String(error)}`;
    return error.reason ?? `code ${error.code}: ${error.message}`;
  }
}

function select(statement: string): Way['read'] {
  return (client, { consumer }) => rowsOf(client, consumer, statement);
}

async function readPreview(client: Client, { consumer, tableId }: Stage): Promise<readonly TextRow[]> {
  const previewed = await client.preview({ projectId: consumer, tableId, maxRows: rows.length });
  return previewed.rows.map((row) => row.map(String));
}

async function readExport(client: Client, { consumer, tableId }: Stage): Promise<readonly TextRow[]> {
  const chunks: Uint8Array[] = [];
  const request = { projectId: consumer, tableId, format: Format.CSV };
  for await (const chunk of client.exportTable(request)) chunks.push(chunk);
  const [, ...lines] = Buffer.concat(chunks).toString().trimEnd().split('\n');
  return lines.map((line) => line.split(','));
}

/** In whichever order. */
function written(answered: readonly TextRow[]): string {
  return answered
    .map((row) => row.join('\t'))
    .toSorted()
    .join('\n');
}
