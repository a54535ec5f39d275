import type { ColumnType } from '@easement/domain';
import { literal } from '../worker/sql-text.ts';
import { valueOfText } from './text-values.ts';

/** The types that values of a CSV file may show, narrowest first. */
export const inferable = ['BOOLEAN', 'INTEGER', 'DOUBLE', 'DATE', 'TIMESTAMP'] as const;
export type Inferable = (typeof inferable)[number];

/**
 * What a value must look like besides being a value of the type. Nothing may be lost by guessing: digits behind a
 * leading zero are a code rather than a number, and an integer with more digits than a DOUBLE keeps is no DOUBLE.
 */
const looks: Readonly<Record<Inferable, string>> = {
  BOOLEAN: '(?i)true|false',
  INTEGER: '-?(0|[1-9][0-9]*)',
  DOUBLE: String.raw`(?i)-?((0|[1-9][0-9]*)?\.[0-9]+|(0|[1-9][0-9]*)\.?[0-9]*e[+-]?[0-9]+|0|[1-9][0-9]{0,14})`,
  DATE: '.*',
  TIMESTAMP: '.*',
};

/** SQL for whether all texts of a column are NULL, empty or look like the type; NULL if there is none that says so. */
export function allLookLike(text: string, name: Inferable): string {
  const isValue = `regexp_full_match(trim(${text}), ${literal(looks[name])}) AND (${valueOfText(text, { name })}) IS NOT NULL`;
  return `bool_and(${isValue}) FILTER (WHERE trim(${text}) <> '')`;
}

/** The types still possible after a sample: those it shows, those it might be widened to, all if it says nothing. */
export function candidatesAfter(sample: Readonly<Record<Inferable, boolean | null>>): Inferable[] {
  return inferable.filter((name) => sample[name] ?? true);
}

/** The narrowest type that all values have; STRING if none has, or if there is no value. */
export function narrowest(all: Readonly<Partial<Record<Inferable, boolean | null>>>): ColumnType {
  const name = inferable.find((candidate) => all[candidate] === true);
  return { name: name ?? 'STRING' };
}
