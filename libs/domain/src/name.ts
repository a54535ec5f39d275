import { Refusal } from './refusal.ts';

const shape = /^[\p{L}\p{N}_-](?:[\p{L}\p{M}\p{N}_ -]*[\p{L}\p{M}\p{N}_-])?$/u;
const longest = 128;

/** What a column's name may not hold: control, zero-width and other invisible characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/**
 * Two names are the same name if their keys are equal: case and the form of accents make no difference.
 * DuckDB folds ASCII only, so SQL is resolved by this key before it reaches DuckDB.
 */
export function nameKey(name: string): string {
  // Lower case first: capital sharp s is its own upper case, and would otherwise not meet the small one.
  return name.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/**
 * Answers the name in the form it is kept (NFC), or refuses `invalid_field`. Letters, digits, `_`, `-` and spaces
 * inside, 1 to 128 characters. Nothing is mended: a name that begins or ends with a space is refused.
 * Source: sharing rules, section 10.
 */
export function checkName(name: string, field = 'name'): string {
  const kept = name.normalize('NFC');
  if (shape.test(kept) && [...kept].length <= longest) return kept;
  throw invalidField(
    field,
    `${JSON.stringify(name)} cannot be a name: use 1 to ${longest} letters, digits, _, - and spaces between them`,
  );
}

/** Answers the name of a column in the form it is kept (NFC), or refuses: any printable character, 1 to 128 of them. */
export function checkColumnName(name: string, field = 'name'): string {
  const kept = name.normalize('NFC');
  if (kept.trim() === kept && kept.length > 0 && [...kept].length <= longest && !invisible.test(kept)) return kept;
  throw invalidField(
    field,
    `${JSON.stringify(name)} cannot be a column's name: use 1 to ${longest} printable characters, no space at the ends`,
  );
}

/** Column names match by ASCII case, as DuckDB matches them. */
export function columnKey(name: string): string {
  return name.normalize('NFC').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function invalidField(field: string, message: string): Refusal {
  return new Refusal('invalid_field', message, { field });
}
