import { Refusal } from '@easement/domain';
import { forms } from './forms.ts';
import { malformedData } from './malformed-data.cases.ts';
import { malformed } from './malformed.cases.ts';
import { parseStatement } from './parse-statement.ts';
import { placeOf } from './place.ts';

function refusalOf(statement: string): Refusal {
  try {
    parseStatement(statement);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`${statement} was read`);
}

describe.each(Object.entries({ ...malformed, ...malformedData }))('short of %s', (form, cases) => {
  it.each(cases)('%s', (statement, position, message) => {
    const { reason, facts, message: said } = refusalOf(statement);
    const { line, column } = placeOf(statement, position);
    const whole = message.replace('{form}', `the form is ${forms[form] ?? 'unknown'}`);
    expect(said).toBe(`line ${line}, column ${column}: ${whole}`);
    expect({ reason, facts }).toEqual({
      reason: 'sql_syntax',
      facts: { position: String(position), line: String(line), column: String(column) },
    });
  });
});

it('there are cases for every form', () => {
  expect(Object.keys({ ...malformed, ...malformedData })).toEqual(expect.arrayContaining(Object.keys(forms)));
});
