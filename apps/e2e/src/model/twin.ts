import type { Ask } from './act.ts';
import type { Answer, System } from './answer.ts';
import { answerBy, type Expected } from './oracle/judge.ts';
import { codeOf } from './oracle/verdict.ts';
import { firstWorld } from './setting.ts';
import type { World } from './world.ts';

/**
 * A system that answers by the rules, in memory. Specs plant a bug into it: `answer` may answer otherwise, or change the
 * world behind the rules' back.
 */
export function twinSystem(answer: (world: World, ask: Ask) => Expected = answerBy): System {
  const world = firstWorld();
  return { ask: (ask) => Promise.resolve(toAnswer(answer(world, ask))) };
}

function toAnswer(expected: Expected): Answer {
  if (expected.ok) return expected;
  const [reason = ''] = expected.reasons;
  const facts = Object.entries(expected.facts).map(([key, fact]) => [key, typeof fact === 'string' ? fact : fact[0]]);
  return { ok: false, code: codeOf(reason), reason, facts: Object.fromEntries(facts) as Record<string, string> };
}
