/** A record of a CSV file, as RFC 4180 cuts it. */
export type CsvRecord = {
  /** The line on which each field begins, from 1; a quoted field may go on over several. */
  readonly lines: readonly number[];
  /** A line without anything in it. */
  readonly isBlank: boolean;
  /** The values, of the first record alone. */
  readonly values: readonly string[] | undefined;
};

/** What breaks the form of a CSV file, at a field of a line. */
export class CsvFormError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(what: string, line: number, column: number) {
    super(what);
    this.line = line;
    this.column = column;
  }
}

const [quote, lf, cr, space] = [0x22, 0x0a, 0x0d, 0x20];

type State = {
  /** Where in a field: at its start, in plain text, between quotes, behind the closing quote. */
  at: 'start' | 'plain' | 'quoted' | 'closed';
  line: number;
  lines: number[];
  isBlank: boolean;
  lastWasCr: boolean;
  newline: 'lf' | 'crlf' | 'cr' | undefined;
  /** The bytes of the fields of the first record. */
  kept: number[][] | undefined;
  /** How many bytes of a UTF-8 character are still to come. */
  pending: number;
};

/**
 * Cuts the bytes of a CSV file into records, as DuckDB does, but able to say where things are. Slow beside DuckDB:
 * it runs to read a header and to explain a refusal. Throws CsvFormError.
 */
export async function* scanCsv(bytes: AsyncIterable<Uint8Array>, delimiter: string): AsyncGenerator<CsvRecord> {
  const cut = delimiter.charCodeAt(0);
  const state: State = {
    at: 'start',
    line: 1,
    lines: [1],
    isBlank: true,
    lastWasCr: false,
    newline: undefined,
    kept: [[]],
    pending: 0,
  };
  for await (const chunk of bytes) {
    for (const byte of chunk) {
      const record = step(state, byte, cut);
      if (record) yield record;
    }
  }
  if (state.at === 'quoted') fail(state, 'a quote is never closed');
  if (!state.isBlank) yield endRecord(state);
}

/** Takes one byte in; answers the record that it completed. */
function step(state: State, byte: number, cut: number): CsvRecord | undefined {
  checkUtf8(state, byte);
  if (state.at === 'quoted') {
    stepQuoted(state, byte);
    return undefined;
  }
  if (state.lastWasCr) return afterCr(state, byte, cut);
  if (byte === cr) {
    state.lastWasCr = true;
    return undefined;
  }
  if (byte === lf) return endLine(state, 'lf');
  stepField(state, byte, cut);
  return undefined;
}

function stepQuoted(state: State, byte: number): void {
  if (byte === quote) state.at = 'closed';
  else state.kept?.at(-1)?.push(byte);
  if (byte === lf) state.line++;
}

/** A CR is a line's end with the LF behind it, or alone. */
function afterCr(state: State, byte: number, cut: number): CsvRecord {
  state.lastWasCr = false;
  const record = endLine(state, byte === lf ? 'crlf' : 'cr');
  if (byte === cr) state.lastWasCr = true;
  else if (byte !== lf) stepField(state, byte, cut);
  return record;
}

function stepField(state: State, byte: number, cut: number): void {
  state.isBlank = false;
  if (byte === cut) {
    state.lines.push(state.line);
    state.kept?.push([]);
    state.at = 'start';
  } else if (byte === quote && state.at !== 'plain') {
    if (state.at === 'closed') state.kept?.at(-1)?.push(byte);
    state.at = 'quoted';
  } else if (state.at === 'closed') {
    if (byte !== space) fail(state, 'text behind the closing quote; double a quote that belongs to the value');
  } else {
    state.kept?.at(-1)?.push(byte);
    state.at = 'plain';
  }
}

function endLine(state: State, newline: NonNullable<State['newline']>): CsvRecord {
  state.newline ??= newline;
  if (state.newline !== newline) fail(state, 'the line ends in another way than the lines before it');
  const record = endRecord(state);
  state.line++;
  state.lines = [state.line];
  return record;
}

function endRecord(state: State): CsvRecord {
  const values = state.kept?.map((bytes) => Buffer.from(bytes).toString());
  const record = { lines: state.lines, isBlank: state.isBlank, values };
  state.kept = undefined;
  state.lines = [state.line];
  state.isBlank = true;
  state.at = 'start';
  return record;
}

function checkUtf8(state: State, byte: number): void {
  if (state.pending > 0) {
    if (byte >> 6 !== 0b10) fail(state, 'not UTF-8; save the file in UTF-8');
    state.pending--;
  } else if (byte >= 0x80) {
    state.pending = following(byte) ?? fail(state, 'not UTF-8; save the file in UTF-8');
  }
}

function following(byte: number): number | undefined {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : undefined;
}

function fail(state: State, what: string): never {
  throw new CsvFormError(what, state.lines.at(-1) ?? state.line, state.lines.length);
}
