import { tokenize } from '@easement/sql';
import type { Session } from '../session.ts';
import { loadNames, type Names, noNames } from './complete-names.ts';

/** The names that Tab knows. They are asked for ahead of the first Tab, and anew once they may have changed. */
export type NameStore = {
  readonly get: () => Promise<Names>;
  readonly noteStatement: (statement: string) => void;
};

const changing = new Set(['CREATE', 'DROP', 'ALTER', 'RENAME']);

export function createNameStore(session: Session, projectId: string): NameStore {
  const load = () => loadNames(session, projectId).catch(() => noNames);
  let names = load();
  return {
    get: () => names,
    noteStatement: (statement) => {
      if (changing.has(tokenize(statement, 1)[0]?.text ?? '')) names = load();
    },
  };
}
