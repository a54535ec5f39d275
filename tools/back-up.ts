import { backUpFolder } from './backup/back-up-folder.ts';
import { copyRows } from './backup/copy-files.ts';

const usage = `usage: node tools/back-up.ts folder <folder> <copy>   embedded databases, rows and keys
       node tools/back-up.ts rows <data folder> <copy>   the rows alone`;

/** Copies what lasts while everything runs. Safe to repeat into the same copy: it takes what is new. */
async function main([what, folder, copy]: readonly string[]): Promise<void> {
  if (folder === undefined || copy === undefined) return refuse();
  if (what === 'folder') {
    for (const line of await backUpFolder(folder, copy)) console.log(line);
  } else if (what === 'rows') {
    const { files, bytes } = await copyRows(folder, copy);
    console.log(`${files} new files of rows, ${bytes} bytes`);
  } else refuse();
}

function refuse(): void {
  console.error(usage);
  process.exitCode = 2;
}

await main(process.argv.slice(2));
