/** The one of these words that a mistyped word was likely meant to be, if any is near enough. */
export function closest(word: string, words: readonly string[]): string | undefined {
  const near = words
    .filter((known) => /^[A-Z_ ]+$/.test(known))
    .map((known) => ({ known, distance: distanceOf(word, known) }))
    .filter(({ known, distance }) => distance <= Math.min(2, known.length / 3))
    .sort((one, other) => one.distance - other.distance);
  return near[0]?.known;
}

/** How many letters have to be put in, left out or changed to come from one word to the other. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...from].entries()) {
    const next = [above + 1];
    for (const [index, other] of [...to].entries()) {
      const changed = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
