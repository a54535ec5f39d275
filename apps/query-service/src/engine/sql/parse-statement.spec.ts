import { Refusal } from '@easement/domain';
import { longestStatement, parseStatement, rewriteStatement } from './parse-statement.ts';
import type { SqlTree } from './read-tree.ts';

const tree = (name: string) => ({
  node: { type: 'SELECT_NODE', from_table: { type: 'BASE_TABLE', schema_name: 'b', table_name: name } },
});
const answer = (...statements: object[]) => JSON.stringify({ error: false, statements });
const error = (more: object) => JSON.stringify({ error: true, ...more });

/** A DuckDB that answers the same to whatever it is asked. */
const saying = (serialized: string, written = 'SELECT'): SqlTree => ({
  serialize: () => Promise.resolve(serialized),
  deserialize: () => Promise.resolve(written),
});

async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const thrown: unknown = await call.catch((reason: unknown) => reason);
  if (thrown instanceof Refusal) return thrown;
  throw new Error('nothing was refused');
}

describe('parseStatement', () => {
  it('answers the tables of a SELECT', async () => {
    const statement = await parseStatement(saying(answer(tree('t'))), 'SELECT * FROM b.t;');
    expect(statement).toMatchObject({ kind: 'select', explain: false, tables: [{ parts: ['b', 't'] }] });
  });

  it('peels EXPLAIN off', async () => {
    const statement = await parseStatement(saying(answer(tree('t'))), ' explain SELECT * FROM b.t');
    expect(statement).toMatchObject({ kind: 'select', explain: true, text: 'SELECT * FROM b.t' });
  });

  it('does not ask DuckDB about what writes', async () => {
    const statement = await parseStatement(saying('not even JSON'), 'DROP TABLE b.t');
    expect(statement).toMatchObject({ kind: 'write', verb: 'DROP' });
  });

  it.each([
    ['EXPLAIN ANALYZE SELECT 1', 'EXPLAIN ANALYZE'],
    ['EXPLAIN (FORMAT JSON) SELECT 1', 'no options'],
    ['EXPLAIN DROP TABLE t', 'only a SELECT'],
    ['EXPLAIN EXPLAIN SELECT 1', 'only a SELECT'],
    ['SHOW TABLES', 'SHOW'],
    ['DROP TABLE t; DROP TABLE u', 'more than one'],
    ['SELECT 1; SELECT 2', 'more than one'],
  ])('does not support %j', async (text, words) => {
    const refused = await refusal(parseStatement(saying(answer(tree('t'))), text));
    expect(refused.reason).toBe('statement_not_supported');
    expect(refused.message).toContain(words);
  });

  it('does not trust its own count of statements', async () => {
    const refused = await refusal(parseStatement(saying(answer(tree('t'), tree('u'))), 'SELECT 1'));
    expect(refused.reason).toBe('statement_not_supported');
  });

  it.each([
    ['no statement', answer(), '0'],
    ['a syntax error', error({ error_type: 'parser', error_message: 'near x', position: '7' }), '7'],
    ['too deep a text', error({ error_type: 'parser', error_message: 'Max expression depth limit' }), '0'],
    ['a number beyond all', '{"value": Infinity}', '0'],
  ])('refuses %s with its place', async (_, serialized, offset) => {
    const refused = await refusal(parseStatement(saying(serialized), 'SELECT x'));
    expect([refused.reason, refused.facts['position']]).toEqual(['sql_syntax', offset]);
  });

  it('counts the place of an error in what is explained from the beginning', async () => {
    const serialized = error({ error_type: 'parser', error_message: 'near x', position: '7' });
    const refused = await refusal(parseStatement(saying(serialized), 'EXPLAIN SELECT x'));
    expect(refused.facts['position']).toBe('15');
  });

  it.each(['PIVOT t ON x', 'SELECT * FROM (PIVOT t ON x)'])('says what PIVOT needs: %s', async (text) => {
    const serialized = error({ error_type: 'not implemented', error_message: 'Only SELECT' });
    expect((await refusal(parseStatement(saying(serialized), text))).message).toContain('PIVOT needs a list');
  });

  it('refuses a NUL, behind which DuckDB would not look', async () => {
    const refused = await refusal(parseStatement(saying(answer(tree('t'))), 'SELECT 1\u0000; DROP TABLE t'));
    expect([refused.reason, refused.facts['column']]).toEqual(['sql_syntax', '9']);
  });

  it('refuses a text that is too long with the limit', async () => {
    const refused = await refusal(parseStatement(saying(''), 'x'.repeat(longestStatement + 1)));
    expect([refused.reason, refused.facts['limit']]).toEqual(['query_too_large', String(longestStatement)]);
  });
});

describe('rewriteStatement', () => {
  const granted = {
    node: {
      type: 'SELECT_NODE',
      from_table: { type: 'BASE_TABLE', schema_name: 'granted', table_name: 't0', alias: 't' },
    },
  };

  /** Serializes the typed text first, what was written from its tree next. */
  const writing = (written: object): SqlTree => {
    const answers = [answer(tree('t')), answer(written)];
    return {
      serialize: () => Promise.resolve(answers.shift() ?? ''),
      deserialize: () => Promise.resolve('SELECT rewritten'),
    };
  };

  it('answers what DuckDB writes, if it reads as what was meant', async () => {
    await expect(rewriteStatement(writing(granted), 'SELECT', { names: [['b', 't']] })).resolves.toBe(
      'SELECT rewritten',
    );
  });

  it.each([
    ['another table', tree('t'), Error],
    ['another alias', { node: { ...granted.node, from_table: { ...granted.node.from_table, alias: 'u' } } }, Refusal],
    [
      'a call that is not allowed',
      { node: { ...granted.node, select_list: [{ class: 'FUNCTION', function_name: 'getenv' }] } },
      Refusal,
    ],
  ])('never answers a statement with %s', async (_, written, kind) => {
    await expect(rewriteStatement(writing(written), 'SELECT', { names: [['b', 't']] })).rejects.toBeInstanceOf(kind);
  });
});
