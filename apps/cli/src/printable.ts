/** Control characters, and those that turn the direction of text or are not seen at all. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text as a terminal may show it: what others typed must not move the cursor, change colours or hide. Line breaks are
 * escaped too, so that one value stays on one line.
 */
export function printable(text: string): string {
  return text.replace(unseen, escaped);
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function escaped(character: string): string {
  return named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
