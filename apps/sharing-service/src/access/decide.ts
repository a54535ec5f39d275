import {
  type AccessFacts,
  type Action,
  assertMayAct,
  assertMayAskAbout,
  type PrincipalId,
  Refusal,
} from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Decision, Question } from './access-message.ts';
import { type Asked, gatherFacts } from './gather-facts.ts';

/** Decides each question by the rules that the act itself is held to. Refuses the whole where the caller may not ask. */
export async function decide(deps: Deps, call: Call, questions: readonly Question[]): Promise<Decision[]> {
  const asked = await admitQuestions(deps, call, questions);
  const facts = await gatherFacts(deps, call, asked);
  return facts.map((known, place) => toDecision(questions[place]?.action ?? 'read', known));
}

/** One question to identity-service for all: what the principals are in the projects, and what the caller is there. */
async function admitQuestions({ directory }: Deps, call: Call, questions: readonly Question[]): Promise<Asked[]> {
  const { principal: caller } = principalOf(call);
  const places = questions.flatMap(({ principal, project }) => [
    { principal, project },
    ...(principal === caller ? [] : [{ principal: caller, project }]),
  ]);
  const standings = await directory.standings(call, places);
  const find = (principal: PrincipalId, { project }: Question) => {
    const found = standings.find((standing) => standing.principal === principal && standing.project === project);
    if (!found) throw new Error('identity-service answered other standings than it was asked for');
    return found;
  };
  return questions.map((question) => {
    const standing = find(question.principal, question);
    assertMayAskAbout(find(caller, question), standing, standing.principalExists);
    return { ...question, standing };
  });
}

function toDecision(action: Action, facts: AccessFacts): Decision {
  const linkId = facts.reach.kind === 'linked' ? facts.reach.link : '';
  try {
    assertMayAct(action, facts);
    return { allowed: true, reason: '', message: '', linkId: action === 'link' ? '' : linkId };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { allowed: false, reason: error.reason.toUpperCase(), message: error.message, linkId: '' };
  }
}
