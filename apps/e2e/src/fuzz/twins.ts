/** Placeholders of what is there and closed, as statements are generated with: ⟦vault⟧.gold. */
const placeholder = /⟦([^⟧]*)⟧/g;

export function placeholderOf(name: string): string {
  return `⟦${name}⟧`;
}

/** The statement with the names that are there, and with names of the same length that are not: both must be answered alike. */
export function twinsOf(statement: string): { readonly text: string; readonly twin: string | undefined } {
  const text = statement.replaceAll(placeholder, (_, name: string) => name);
  if (text === statement) return { text, twin: undefined };
  return { text, twin: statement.replaceAll(placeholder, (_, name: string) => absent(name)) };
}

/** Takes names that are not there for those that are, in what was answered. */
export function untwinned(said: string, statement: string): string {
  const names = [...statement.matchAll(placeholder)].map(([, name = '']) => name);
  return names.reduce((text, name) => text.replaceAll(absent(name), name), said);
}

/** `vault` is `vaulz`: of the same length, with the same characters to quote. */
function absent(name: string): string {
  return `${name.slice(0, -1)}${name.endsWith('z') ? 'y' : 'z'}`;
}
