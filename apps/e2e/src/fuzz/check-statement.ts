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
  const other = isMutated || twin === undefined ? undefined : await ask(twin);
  if (other && untwinned(other.said, statement) !== untwinned(heard.said, statement)) {
    problems.push(`is told from what is not there, of which is said: ${other.said.slice(0, 2_000)}`);
  }
  const asked = `\n  asked: ${text}\n  heard: ${heard.said.slice(0, 2_000)}`;
  return { heard, isCompared: other !== undefined, problems: problems.map((problem) => `${problem}${asked}`) };
}
