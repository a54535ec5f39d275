const idShape = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Whether the text is an id of one of these kinds: `prj`, `bkt`, … Names that look like ids lose to them. */
export function isId(text: string, ...prefixes: readonly string[]): boolean {
  const prefix = idShape.exec(text)?.[1];
  return prefix !== undefined && prefixes.includes(prefix);
}
