import { setTimeout as sleep } from 'node:timers/promises';
import { Code, EasementError } from '@easement/client';
import { type Activity, ActivitySchema } from '@easement/contracts';
import { csvLine } from './output/render-csv.ts';
import { shown } from './output/render-table.ts';
import { yamlText } from './output/printer.ts';
import { type Column, messageView } from './output/view.ts';
import type { Session } from './session.ts';

export type Followed = {
  readonly projectId: string;
  readonly shareId: string;
  /** Where to begin; without it, with what comes next. */
  readonly after: number | undefined;
};

const pauseMs = 1_000;

/** Writes each act as it comes. A stream that ends by itself, as it does every hour, is taken up where it was left. */
export async function followActivity(
  session: Session,
  { projectId, shareId, after }: Followed,
  columns: readonly Column<Activity>[],
): Promise<void> {
  const { client, call, io, print, tell } = session;
  let position = after === undefined ? undefined : BigInt(after);
  if (print.format === 'csv') await print.write(csvLine(columns.map(([title]) => title)));
  tell('following; Ctrl-C ends it.');
  for (;;) {
    const from = position === undefined ? {} : { position };
    try {
      for await (const answer of client.activity.followActivity({ projectId, shareId, ...from }, call)) {
        for (const one of answer.activities) await print.write(lineOf(session, one, columns));
        ({ position } = answer);
      }
    } catch (error) {
      if (io.signal.aborted || !isPassing(error)) throw error;
    }
    await sleep(pauseMs, undefined, { signal: io.signal });
  }
}

/** Whether it is worth trying again: nothing of the request was refused. */
function isPassing(error: unknown): boolean {
  return error instanceof EasementError && (error.code === Code.Unavailable || error.code === Code.DeadlineExceeded);
}

/** One line for each act, so that it can be read as it comes: JSON without breaks, YAML in documents of its own. */
function lineOf({ print }: Session, one: Activity, columns: readonly Column<Activity>[]): string {
  const { json } = messageView(ActivitySchema, columns);
  switch (print.format) {
    case 'table':
      return `${columns.map(([, cell]) => shown(cell(one))).join('  ')}\n`;
    case 'csv':
      return csvLine(columns.map(([, cell]) => cell(one)));
    case 'json':
      return `${JSON.stringify(json(one))}\n`;
    case 'yaml':
      return `---\n${yamlText(json(one))}`;
  }
}
