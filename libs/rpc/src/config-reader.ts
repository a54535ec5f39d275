/** The variables of a process, as `main.ts` hands them over. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and keeps what is wrong with them until `finish` tells it all at once. */
export type ConfigReader = {
  /** The text of a variable; without `fallback` it must be set. */
  readonly text: (name: string, fallback?: string) => string;
  /** A whole number within bounds; without `fallback` it must be set. */
  readonly integer: (name: string, bounds: Bounds, fallback?: number) => number;
  /** A port; 0 takes any free one. */
  readonly port: (name: string, fallback?: number) => number;
  /** `true` or `false`; false where it is not set. */
  readonly flag: (name: string) => boolean;
  /** What `read` makes of a text; what it throws is a problem of the variable. */
  readonly parsed: <T>(name: string, read: (text: string) => T, fallback: T) => T;
  /** Answers `config`, or throws an Error that lists every problem. */
  readonly finish: <T>(config: T) => T;
};

type Bounds = { readonly min: number; readonly max: number };

export function configReader(variables: Variables): ConfigReader {
  const problems: string[] = [];
  const find = (name: string): string | undefined => variables[name]?.trim() || undefined;
  const text = (name: string, fallback?: string): string => {
    const value = find(name) ?? fallback;
    if (value === undefined) problems.push(`${name} is not set`);
    return value ?? '';
  };
  const integer = (name: string, { min, max }: Bounds, fallback?: number): number => {
    const value = find(name);
    if (value === undefined && fallback !== undefined) return fallback;
    if (value === undefined) return problem(`${name} is not set`, min);
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    return problem(`${name} is ${JSON.stringify(value)}, not a whole number from ${min} to ${max}`, min);
  };
  const parsed = <T>(name: string, read: (value: string) => T, fallback: T): T => {
    const value = find(name);
    if (value === undefined) return fallback;
    try {
      return read(value);
    } catch (error) {
      return problem(`${name}: ${error instanceof Error ? error.message : 'cannot be read'}`, fallback);
    }
  };
  const problem = <T>(line: string, instead: T): T => {
    problems.push(line);
    return instead;
  };
  return {
    text,
    integer,
    port: (name, fallback) => integer(name, { min: 0, max: 65_535 }, fallback),
    flag: (name) => parsed(name, readFlag, false),
    parsed,
    finish: (config) => {
      if (problems.length > 0) throw new Error(`bad configuration:\n  ${problems.join('\n  ')}`);
      return config;
    },
  };
}

function readFlag(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`is ${JSON.stringify(text)}, not true or false`);
}
