import { Code } from '@easement/contracts';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { codeName, logCall, logFault, rpcMetrics } from './telemetry.ts';

const lines: Record<string, unknown>[] = [];
const log = pino(
  { base: null },
  { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
);
beforeEach(() => {
  lines.length = 0;
});

const end = {
  method: 'a.B/C',
  caller: 'usr_1',
  requestId: 'r',
  correlationId: 'r',
  code: Code.NOT_FOUND,
  reason: 'NOT_FOUND',
  milliseconds: 1.23456,
};

it('a call is one line', () => {
  logCall(log, end);
  expect(lines).toEqual([
    expect.objectContaining({
      request_id: 'r',
      caller: 'usr_1',
      method: 'a.B/C',
      code: 'NOT_FOUND',
      reason: 'NOT_FOUND',
      ms: 1.235,
    }),
  ]);
});

it('a call that serves another names it, so that the lines of all services can be put together', () => {
  logCall(log, end);
  logCall(log, { ...end, correlationId: 'outer' });
  expect(lines.map((line) => line['correlation_id'])).toEqual([undefined, 'outer']);
});

it('a fault is logged with its causes and without what drivers attach to it', () => {
  const driver = Object.assign(new Error('duplicate'), {
    code: 'ER_DUP_ENTRY',
    parameters: ['row of a customer'],
    sql: 'INSERT …',
  });
  logFault(log, new Error('cannot store', { cause: driver }), 'r', 'a.B/C');
  const text = JSON.stringify(lines);
  expect(lines[0]).toMatchObject({
    fault: { message: 'cannot store', cause: { code: 'ER_DUP_ENTRY', message: 'duplicate' } },
  });
  expect(text).not.toContain('customer');
});

it('a fault that is its own cause is told', () => {
  const fault = new Error('round');
  fault.cause = fault;
  logFault(log, fault, 'r', 'a.B/C');
  expect(lines).toHaveLength(1);
});

it('what is thrown and no error is logged by its type alone', () => {
  logFault(log, 'row of a customer', 'r', 'a.B/C');
  expect(lines[0]).toMatchObject({ fault: { type: 'string' } });
  expect(JSON.stringify(lines)).not.toContain('customer');
});

it('calls are counted by method, code and reason', async () => {
  const registry = new Registry();
  const tell = rpcMetrics(registry);
  tell(end);
  tell(end);
  tell({ ...end, code: Code.OK, reason: '' });
  const text = await registry.metrics();
  expect(text).toContain('easement_rpc_calls_total{method="a.B/C",code="NOT_FOUND",reason="NOT_FOUND"} 2');
  expect(text).toContain('easement_rpc_calls_total{method="a.B/C",code="OK",reason=""} 1');
  expect(text).toContain('easement_rpc_seconds_count{method="a.B/C"} 3');
});

it('a code that we do not know is its number', () => {
  expect([codeName(Code.OK), codeName(99 as Code)]).toEqual(['OK', '99']);
});
