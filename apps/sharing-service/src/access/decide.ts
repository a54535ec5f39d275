import {
  type AccessFacts,
  type Action,
  assertMayAct,
  assertMayAskAbout,
  assertSeesAsked,
  type PrincipalId,
  Refusal,
} from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { KnownStanding } from '../peers/directory.ts';
import type { Decision, Question } from './access-message.ts';
import { findMet } from './find-met.ts';
import { gatherOffers } from './gather-offers.ts';
import { gatherReach } from './gather-reach.ts';

/**
 * Decides each question by the rules that the act itself is held to. Refuses the whole where the caller may not ask. Who
 * it is about and how the objects are reached are asked at once: what is found is told only to who may hear it.
 */
export async function decide(deps: Deps, call: Call, questions: readonly Question[]): Promise<Decision[]> {
  const [standings, reached] = await Promise.all([
    admitQuestions(deps, call, questions),
    gatherReach(deps, call, questions),
  ]);
  const asked = questions.flatMap((question, place) => {
    const [standing, way] = [standings[place], reached[place]];
    return standing && way ? [{ ...question, ...way, standing }] : [];
  });
  const offers = await gatherOffers(deps, call, asked);
  return asked.map(({ action, standing, object, reach, holders, aliases }, place) =>
    toDecision(action, { standing, object, reach, blockingLinks: holders, aliases, offer: offers[place] }),
  );
}

/** The standing that each question is about. One question for all: what the principals are, and what the caller is. */
async function admitQuestions(
  { directory }: Deps,
  call: Call,
  questions: readonly Question[],
): Promise<KnownStanding[]> {
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
  const pairs = questions.map((question) => {
    return { asker: find(caller, question), asked: find(question.principal, question) };
  });
  // What the caller may not see comes before what it may not do, whatever the order of the questions.
  const met = await findMet(
    { directory },
    call,
    pairs[0]?.asker,
    pairs.map(({ asked }) => asked),
  );
  for (const assertMay of [assertSeesAsked, assertMayAskAbout]) {
    for (const { asker, asked } of pairs) assertMay(asker, asked, asked.principalExists, met.has(asked.principal));
  }
  return pairs.map(({ asked }) => asked);
}

function toDecision(action: Action, facts: AccessFacts): Decision {
  const linkId = facts.reach.kind === 'linked' && action !== 'link' ? facts.reach.link : '';
  try {
    assertMayAct(action, facts);
    return { allowed: true, reason: '', message: '', linkId };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { allowed: false, reason: error.reason.toUpperCase(), message: error.message, linkId: '' };
  }
}
