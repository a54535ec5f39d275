import type { Generated } from './generate.ts';
import { hear, type Heard, toldSecrets } from './hear.ts';
import { twinsOf, untwinned } from './twins.ts';
import type { FuzzWorld } from './world.ts';

export type Checked = {
  readonly heard: Heard;
  /** Whether it named what is closed, and was compared with names of nothing. */
  readonly isCompared: boolean;
  readonly problems: readonly string[];
};

const mostTries = 4;

type Listening = Pick<FuzzWorld, 'caller' | 'projectId' | 'secrets'>;

/** Runs a statement as the caller, and says what is wrong with what they hear. */
export async function checkStatement(
  world: Listening,
  { statement, isHostile, isMutated }: Generated,
): Promise<Checked> {
  const { text, twin } = twinsOf(statement);
  const ask = (asked: string): Promise<Heard> => hear(world.caller, world.projectId, asked);
  const heard = await ask(text);
  const problems = toldSecrets(text, heard, world.secrets).map((what) => `told ${what}`);
  if (!isMutated && isHostile && heard.refusedWith === undefined) problems.push('was answered');
  const isCompared = !isMutated && twin !== undefined;
  const difference = isCompared ? await differenceOf(statement, heard, ask) : undefined;
  if (difference !== undefined) problems.push(`is told from what is not there, of which is said: ${difference}`);
  const asked = `\n  asked: ${text}\n  heard: ${heard.said.slice(0, 2_000)}`;
  return { heard, isCompared, problems: problems.map((problem) => `${problem}${asked}`) };
}

/** What is said of nothing, if it is something else; asked again where another statement may have come between the two. */
async function differenceOf(
  statement: string,
  first: Heard,
  ask: (text: string) => Promise<Heard>,
): Promise<string | undefined> {
  const { text, twin = '' } = twinsOf(statement);
  let heard = first;
  let difference: string | undefined;
  for (let tries = 0; tries < mostTries; tries++) {
    const other = await ask(twin);
    if (untwinned(other.said, statement) === untwinned(heard.said, statement)) return undefined;
    difference = other.said.slice(0, 2_000);
    heard = await ask(text);
  }
  return difference;
}
