import type { Scene } from '../scene.ts';

/** What every client asks of the scene, and gets. */
export type Answers = {
  /** Of GetCaller. */
  readonly email: string;
  /** The tables that the link shows. */
  readonly tables: readonly string[];
  /** Of `question`; integers as text. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** The text of the refusal of `insert`. */
  readonly refusal: string;
  /** Rows of a small file that was loaded into a new table; undefined where the client cannot stream a request. */
  readonly loaded?: number;
};

/** Asks in the words of one client library, as the writer of analytics. */
export type Way = (scene: Scene) => Promise<Answers>;

export const question =
  'SELECT state, count(*) n FROM ops.airports WHERE state IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT 3';
export const insert = `INSERT INTO ops.airports (iata) VALUES ('XXX')`;

/** The file that a client loads: two rows. */
export const smallFile = ['a,b\n1,x\n', '2,y\n'];
