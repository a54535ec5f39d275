type Variables = Readonly<Record<string, string | undefined>>;

const reference = /\$\$|\$\{([A-Z_]+):([-?])([^}]*)\}|\$/g;

/**
 * What Compose makes of `${NAME:?complaint}`, `${NAME:-default}` and `$$` in a text. Its other forms are refused, since
 * they turn a variable that somebody forgot into an empty text.
 */
export function interpolate(text: string, variables: Variables): string {
  return text.replace(reference, (form: string, name?: string, operator?: string, rest?: string) => {
    if (form === '$$') return '$';
    if (name === undefined) throw new Error(`${text}: write \${NAME:?complaint}, \${NAME:-default} or $$`);
    const value = variables[name];
    if (value !== undefined && value !== '') return value;
    if (operator === '?') throw new Error(`${name}: ${rest ?? ''}`);
    return rest ?? '';
  });
}

/** The same in every text within a value, whatever its shape. */
export function interpolateAll(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((one) => interpolateAll(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, interpolateAll(one, variables)]));
}

/** Which variables a text refers to, and whether it can do without each. */
export function referencesIn(text: string): readonly { readonly name: string; readonly isRequired: boolean }[] {
  const found = [...text.matchAll(reference)].flatMap(([, name, operator]) =>
    name === undefined ? [] : [[name, operator === '?'] as const],
  );
  return [...new Map(found)].map(([name, isRequired]) => ({ name, isRequired }));
}
