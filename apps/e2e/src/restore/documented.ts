import { readFileSync } from 'node:fs';

/**
 * The commands of a section of docs/operations.md, as they stand there: one text for each block, in order.
 */
export function documented(title: string): readonly string[] {
  const page = readFileSync('docs/operations.md', 'utf8');
  const section = page.split(/^#{2,3} /m).find((text) => text.startsWith(`${title}\n`));
  if (section === undefined) throw new Error(`docs/operations.md has no section ${title}`);
  const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
  if (blocks.length === 0) throw new Error(`the section ${title} of docs/operations.md has no commands`);
  return blocks;
}
