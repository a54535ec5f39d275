import {
  type BrokenFile,
  FileProblemSchema,
  type Finding,
  FindingActionSchema,
  FindingCauseSchema,
} from '@easement/contracts';
import { type View, word } from '../../output/view.ts';

/** One thing that did not fit together, as it is printed. */
export type Difference = {
  readonly organization: string;
  /** What was done about it; `left` where somebody has to. */
  readonly action: string;
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly because: string;
  readonly detail: string;
};

const left = 'left';

export const differenceView: View<Difference> = {
  columns: [
    ['organization', ({ organization }) => organization],
    ['action', ({ action }) => action],
    ['id', ({ id }) => id],
    ['name', ({ name }) => name],
    ['project', ({ projectId }) => projectId],
    ['because', ({ because }) => because],
    ['detail', ({ detail }) => detail],
  ],
  json: (difference) => difference,
};

export function ofFinding(organization: string, { action, cause, id, name, projectId, detail }: Finding): Difference {
  const words = { action: word(FindingActionSchema, action), because: word(FindingCauseSchema, cause) };
  return { organization, id, name, projectId, detail, ...words };
}

/** Nobody can mend a file that is lost: the table is loaded again, or the file is taken from another copy. */
export function ofBrokenFile(organization: string, { fileId, tableId, path, problem }: BrokenFile): Difference {
  const because = `file-${word(FileProblemSchema, problem)}`;
  return { organization, action: left, id: tableId, name: fileId, projectId: '', because, detail: path };
}

/** How it ended, in a sentence. */
export function summaryOf(differences: readonly Difference[], dryRun: boolean): string {
  const forPeople = differences.filter(({ action }) => action === left).length;
  const mended = differences.length - forPeople;
  const done = dryRun ? `Nothing was changed; ${mended} would be` : mended === 0 ? 'Nothing to do' : `${mended} mended`;
  return forPeople === 0 ? `${done}.` : `${done}; ${forPeople} left for you to look at.`;
}
