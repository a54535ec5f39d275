import type { Value } from '@easement/client';
import { stringify } from 'yaml';
import type { Printer } from './printer.ts';
import { csvLine } from './render-csv.ts';
import { renderTable } from './render-table.ts';
import type { Cell } from './view.ts';

type Row = readonly Value[];

/** Writes rows as they come. A table needs all of them first, since the widest decides. */
export type RowWriter = { readonly row: (row: Row) => Promise<void>; readonly end: () => Promise<void> };

/** Collects so many characters before it writes. */
const bufferLength = 64 * 1024;

export function createRowWriter(print: Printer, names: readonly string[]): RowWriter {
  switch (print.format) {
    case 'table':
      return tableRows(print, names);
    case 'csv':
      return textRows(print, { begin: csvLine(names), row: csvLine, end: '' });
    case 'json':
      return textRows(print, jsonRows(uniqueNames(names)));
    case 'yaml':
      return textRows(print, yamlRows(uniqueNames(names)));
  }
}

function tableRows({ write, emphasis }: Printer, names: readonly string[]): RowWriter {
  const rows: Cell[][] = [];
  return {
    row: async (row) => void rows.push(row.map((value) => value ?? undefined)),
    end: async () => {
      if (names.length > 0) await write(renderTable(names, rows, emphasis));
    },
  };
}

type RowText = { readonly begin: string; readonly row: (row: Row, index: number) => string; readonly end: string };

function textRows({ write }: Printer, text: RowText): RowWriter {
  let buffer = text.begin;
  let count = 0;
  return {
    row: async (row) => {
      buffer += text.row(row, count++);
      if (buffer.length < bufferLength) return;
      await write(buffer);
      buffer = '';
    },
    end: async () => {
      await write(buffer + text.end);
    },
  };
}

function jsonRows(names: readonly string[]): RowText {
  const line = (row: Row) => JSON.stringify(record(names, row));
  return { begin: '[', row: (row, index) => `${index === 0 ? '' : ','}\n  ${line(row)}`, end: '\n]\n' };
}

function yamlRows(names: readonly string[]): RowText {
  return { begin: '', row: (row) => stringify([record(names, row)], { lineWidth: 0 }), end: '' };
}

/** A record, in the order of the columns. INTEGER is text, as it is in the JSON of the API. */
function record(names: readonly string[], row: Row): Record<string, Exclude<Value, bigint>> {
  return Object.fromEntries(names.map((name, column) => [name, plain(row[column] ?? null)]));
}

function plain(value: Value): Exclude<Value, bigint> {
  return typeof value === 'bigint' ? String(value) : value;
}

/** A result may name two columns alike, a record may not: the second `n` is `n_2`. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; seen.has(unique); number++) {
      const next = `${name}_${number}`;
      unique = taken.has(next) ? unique : next;
    }
    seen.add(unique);
    return unique;
  });
}
