import { Buffer } from 'node:buffer';
import { LoadService, QueryService } from '@easement/contracts';
import { type Answer, answered, legible, steadyHeaders } from './answer.ts';
import { type IdField, idField } from './id-fields.ts';
import type { Own } from './scene.ts';

type Ask = Omit<RequestInit, 'headers'> & { readonly method: string; readonly path: string };

/** One of the plain doors, with a place for an id in its address or body. */
export type Door = {
  readonly name: string;
  /** Where the id comes in the method that the door stands for. */
  readonly field: IdField;
  /** What every caller may ask for. */
  readonly good: (own: Own) => string;
  readonly ask: (id: string, own: Own) => Ask;
};

const { exportTable, loadTable } = LoadService.method;

export const doors: readonly Door[] = [
  {
    name: 'GET /tables/{table_id}/rows',
    field: idField(exportTable, 'table_id'),
    good: ({ table }) => table,
    ask: (id, { home }) => ({ method: 'GET', path: `/tables/${id}/rows?format=csv&project_id=${home}` }),
  },
  {
    name: 'GET /tables/…/rows?project_id=',
    field: idField(exportTable, 'project_id'),
    good: ({ home }) => home,
    ask: (id, { table }) => ({ method: 'GET', path: `/tables/${table}/rows?format=csv&project_id=${id}` }),
  },
  {
    name: 'PUT /tables/{table_id}/rows',
    field: idField(loadTable, 'header.table_id'),
    good: ({ table }) => table,
    ask: (id) => ({ method: 'PUT', path: `/tables/${id}/rows?format=csv`, body: 'a,b\n1,x\n' }),
  },
  {
    name: 'POST /sql',
    field: idField(QueryService.method.execute, 'project_id'),
    good: ({ home }) => home,
    ask: (id) => ({ method: 'POST', path: '/sql', body: JSON.stringify({ projectId: id, statement: 'SELECT 1' }) }),
  },
];

type ErrorBody = {
  readonly code: string;
  readonly details: readonly { readonly debug?: { readonly reason?: string } }[];
};

export async function askDoor(address: string, token: string, { path, ...init }: Ask): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${address}${path}`, { ...init, headers });
  const sent = await response.text();
  const head = { status: response.status, headers: steadyHeaders(response.headers) };
  if (response.ok) return { outcome: answered, text: JSON.stringify({ ...head, sent }) };
  const body = JSON.parse(sent, decodeDetail) as ErrorBody;
  const reason = body.details.find(({ debug }) => debug?.reason !== undefined)?.debug?.reason;
  return { outcome: reason ?? body.code, text: JSON.stringify({ ...head, body }, null, 1) };
}

/** Details come in base64, which hides the id. */
function decodeDetail(key: string, value: unknown): unknown {
  return key === 'value' && typeof value === 'string' ? legible(Buffer.from(value, 'base64')) : value;
}
