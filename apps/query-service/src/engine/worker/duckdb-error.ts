import { Refusal } from '@easement/domain';
import { charactersBeforeIndex, refuseAt } from '@easement/sql';
import type { SelectJob } from './select-job.ts';

/** What DuckDB says with `errors_as_json`. */
export type DuckdbError = {
  readonly type: string;
  readonly message: string;
  readonly subtype: string | undefined;
  readonly name: string | undefined;
};

/** Reads an error of DuckDB; anything else that was thrown is undefined. */
export function readDuckdbError(error: unknown): DuckdbError | undefined {
  if (!(error instanceof Error) || !error.message.startsWith('{')) return undefined;
  try {
    const said = JSON.parse(error.message) as Record<string, unknown>;
    const field = (key: string) => (typeof said[key] === 'string' ? said[key] : undefined);
    return {
      type: field('exception_type') ?? '',
      message: field('exception_message') ?? '',
      subtype: field('error_subtype'),
      name: field('name'),
    };
  } catch {
    return undefined;
  }
}

/** Errors that come before anything has run. */
export const planningErrors: ReadonlySet<string> = new Set(['Binder', 'Catalog', 'Parser', 'Syntax']);

/** Errors about a value of a row. DuckDB quotes it; we do not, since it may be one that nobody was meant to see. */
const valueErrors = new Set([
  'Conversion',
  'Constraint',
  'Decimal',
  'Divide by Zero',
  'Invalid Input',
  'Invalid type',
  'Mismatch Type',
  'Out of Range',
  'Sequence',
]);

/** The statement as typed; whether nothing of how it was written for the worker may be quoted. */
type Planned = Pick<SelectJob, 'statement' | 'isDiscreet'>;

/**
 * What a caller is told of an error while a statement was planned or run: no value of a row, no path, no name of the
 * worker's own. Undefined for what is our fault, and goes to the log alone.
 */
export function refusalOfError(error: DuckdbError, planned: Planned, memoryBytes: number): Refusal | undefined {
  if (valueErrors.has(error.type)) {
    const message = `a value does not fit what the statement does with it (${error.type}); use TRY_CAST or TRY(…), or filter such rows`;
    return new Refusal('invalid_field', message, { field: 'statement', error: error.type });
  }
  switch (error.type) {
    case 'Binder':
      return refusalOfBinder(error, planned);
    case 'Catalog':
      return unknownName(error.name ?? '', planned.statement);
    case 'Parser':
    case 'Syntax':
    case 'Expression':
    case 'Parameter Not Resolved':
      return unplannable(error, planned);
    case 'Not implemented':
    case 'Permission':
      return new Refusal('statement_not_supported', 'the statement asks for something that is not offered here', {
        what: error.type,
      });
    case 'Out of Memory':
      return tooLarge(memoryBytes);
    default:
      return undefined;
  }
}

export function tooLarge(memoryBytes: number): Refusal {
  const message = `the statement needs more than the ${memoryBytes} bytes of memory that it may use; filter or group earlier`;
  return new Refusal('query_too_large', message, { limit: String(memoryBytes), unit: 'bytes of memory' });
}

function refusalOfBinder(error: DuckdbError, planned: Planned): Refusal {
  const { statement } = planned;
  if (error.subtype === 'COLUMN_NOT_FOUND' && error.name) return unknownName(error.name, statement);
  const [, table] = /^Referenced table "(.*?)" not found/.exec(error.message) ?? [];
  if (table) return unknownName(table, statement);
  return unplannable(error, planned);
}

/** DuckDB quotes the expression that does not fit, in which a function stands written out. */
function unplannable({ message }: DuckdbError, { isDiscreet }: Planned): Refusal {
  const said = isDiscreet
    ? 'an expression does not fit where it stands; look at the types that DESCRIBE tells of the functions that it calls'
    : firstLine(message);
  return new Refusal('sql_syntax', said, {});
}

/** Plans are made from names and types alone, so a binder's message holds no value; a path is cut off all the same. */
function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  return /[\\/]\S+[\\/]/.test(line) ? 'the statement does not fit the tables that it names' : line;
}

function unknownName(name: string, statement: string): Refusal {
  const message = `no column, table or function ${JSON.stringify(name)} here`;
  const index = statement.toLowerCase().indexOf(name.toLowerCase());
  if (index < 0) return new Refusal('unknown_name', message, { name });
  const { message: placed, facts } = refuseAt(
    'unknown_name',
    message,
    statement,
    charactersBeforeIndex(statement, index),
  );
  return new Refusal('unknown_name', placed, { ...facts, name });
}
