import { type Answer, withoutId } from './answer.ts';
import { type Kind, neverIssued } from './kinds.ts';
import { type Probe, ruleOfAbsent, ruleOfNames } from './rules.ts';
import type { CallerName, Scene } from './scene.ts';

export const theSame = 'the same as one that never was';

/** What an id that never was came to, and whether the ids of things that the caller cannot see came to the same. */
export type Outcomes = { readonly absent: string; readonly foreign: string; readonly invisible?: string };

/** Asks with the three ids in turn, and tells of each how it is answered. */
export async function compare(
  { foreign, invisible }: Pick<Scene, 'foreign' | 'invisible'>,
  kind: Kind,
  caller: CallerName,
  ask: (id: string) => Promise<Answer>,
): Promise<Outcomes> {
  const answerTo = async (id: string): Promise<Answer> => withoutId(await ask(id), id);
  const [absent, other, hidden] = await Promise.all([
    answerTo(neverIssued(kind)),
    answerTo(foreign[kind]),
    seesAll(kind, caller) ? undefined : answerTo(invisible[kind]),
  ]);
  return {
    absent: absent.outcome,
    foreign: difference(other, absent),
    ...(hidden ? { invisible: difference(hidden, absent) } : {}),
  };
}

/** What the rules say that `compare` finds. */
export function expectedOf(probe: Probe): Outcomes {
  return {
    absent: ruleOfAbsent(probe)?.outcome ?? 'NOT_FOUND',
    foreign: theSame,
    ...(seesAll(probe.kind, probe.caller) ? {} : { invisible: ruleOfNames(probe)?.outcome ?? theSame }),
  };
}

/** Nothing of the organization is hidden from its owner, nor the organization itself from anybody in it. */
function seesAll(kind: Kind, caller: CallerName): boolean {
  return caller === 'owner' || kind === 'organization';
}

function difference(answer: Answer, absent: Answer): string {
  if (answer.outcome !== absent.outcome) return answer.outcome;
  return answer.text === absent.text ? theSame : `${answer.text}\nwhere the other was\n${absent.text}`;
}
