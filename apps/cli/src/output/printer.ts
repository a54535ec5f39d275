import type { JsonValue } from '@bufbuild/protobuf';
import { stringify } from 'yaml';
import type { Write } from '../io.ts';
import { csvLine } from './render-csv.ts';
import { type Emphasis, renderFields, renderTable } from './render-table.ts';
import type { View } from './view.ts';

export const formats = ['table', 'json', 'yaml', 'csv'] as const;
export type Format = (typeof formats)[number];

/** Writes data to stdout in the format that was asked for. */
export type Printer = {
  readonly format: Format;
  readonly write: Write;
  readonly emphasis: Emphasis;
  /** Says `none`, as words, where there is nothing to show. */
  readonly list: <T>(view: View<T>, things: readonly T[], none: string) => Promise<void>;
  readonly one: <T>(view: View<T>, thing: T) => Promise<void>;
};

export type PrinterOptions = Pick<Printer, 'format' | 'write' | 'emphasis'> & { readonly tell: (text: string) => void };

export function createPrinter({ format, write, emphasis, tell }: PrinterOptions): Printer {
  return {
    format,
    write,
    emphasis,
    list: async (view, things, none) => {
      if (format === 'table' && things.length === 0) tell(none);
      else await write(listText(format, view, things, emphasis));
    },
    one: async (view, thing) => {
      await write(thingText(format, view, thing, emphasis));
    },
  };
}

function listText<T>(format: Format, view: View<T>, things: readonly T[], emphasis: Emphasis): string {
  const titles = view.columns.map(([title]) => title);
  const rows = things.map((thing) => view.columns.map(([, cell]) => cell(thing)));
  switch (format) {
    case 'table':
      return renderTable(titles, rows, emphasis);
    case 'csv':
      return [titles, ...rows].map(csvLine).join('');
    case 'json':
      return jsonText(things.map(view.json));
    case 'yaml':
      return yamlText(things.map(view.json));
  }
}

function thingText<T>(format: Format, view: View<T>, thing: T, emphasis: Emphasis): string {
  switch (format) {
    case 'table':
      return renderFields(
        view.columns.map(([title, cell]) => [title, cell(thing)]),
        emphasis,
      );
    case 'csv':
      return listText(format, view, [thing], emphasis);
    case 'json':
      return jsonText(view.json(thing));
    case 'yaml':
      return yamlText(view.json(thing));
  }
}

export function jsonText(value: JsonValue): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

export function yamlText(value: JsonValue): string {
  return stringify(value, { lineWidth: 0 });
}
