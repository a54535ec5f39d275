import type { Client } from '@easement/client';
import { findViolations } from '../invariants/check-truth.ts';
import type { Truth } from '../invariants/truth.ts';
import { isDone, type Outcome, outcomeAfter } from '../races/outcome.ts';
import { isOpen, judgeAnswers } from './judge-answers.ts';
import type { KillHouse } from './kill-house.ts';
import type { Kill } from './plan.ts';
import type { Told } from './story.ts';

export type Killed = {
  /** How the call ended in which somebody died, and how its repeat did. */
  readonly answers: readonly [first: string, repeat: string];
  /** Whether anybody came to the point; the others died at the end of the call. */
  readonly wasReached: boolean;
  readonly problems: readonly string[];
  readonly truth: Truth;
};

export type KillWorld = {
  readonly organization: string;
  /** Repeats calls until they are answered. */
  readonly owner: Client;
  /** The same person, who makes each call once. */
  readonly caller: Client;
};

/** Past the patience of every sweeper: twice the longest deadline. */
const laterMs = 130_000;
const patienceMs = 30_000;
const pauseMs = 150;

/** One death in the middle of a call, the service's return, and everything that must be so afterwards. */
export async function runKill(kill: Kill, house: KillHouse, world: KillWorld): Promise<Killed> {
  const { organization, owner, caller } = world;
  const told = await kill.story.prepare(owner);
  const requestId = crypto.randomUUID();
  const act = (): Promise<unknown> => told.act(caller, requestId);
  const { first, wasReached } = await dieWithin(kill, house, act);
  const problems: string[] = [];
  if (!kill.isRepeatedFirst) {
    const truth = await untilSwept(house, organization);
    problems.push(...complaints('once swept', { ...truth, running: [] }));
    if (first.text === told.end) problems.push(...(await judge(told, first, truth, owner, 'once swept')));
  }
  const repeat = await repeatUntilAnswered(act);
  // Who was acknowledged finds everything done; after a refusal there may be something left to undo.
  const truth = isDone(repeat) ? await house.truth.read(organization) : await untilSwept(house, organization);
  const again = await repeatUntilAnswered(act);
  problems.push(...judgeAnswers(told.end, first, repeat, again));
  problems.push(...complaints('after the repeat', truth));
  problems.push(...(await judge(told, repeat, truth, owner, 'after the repeat')));
  return { answers: [first.text, repeat.text], wasReached, problems, truth };
}

/** Kills the victim when somebody comes to the point, or at the end of the call, and waits until it is back. */
async function dieWithin(
  { victim, when }: Kill,
  house: KillHouse,
  act: () => Promise<unknown>,
): Promise<{ readonly first: Outcome; readonly wasReached: boolean }> {
  const watched = 'point' in when ? house.process(when.point.in) : undefined;
  const arrived =
    'point' in when ? watched?.stopAt(when.point.at).then(() => true) : sleep(when.afterMs).then(() => true);
  const calling = outcomeAfter(0, act);
  const wasReached = (await Promise.race([arrived, calling.then(() => false)])) ?? false;
  const returning = house.restart(victim);
  watched?.disarm();
  watched?.goOn();
  await returning;
  return { first: await calling, wasReached };
}

/** Lets the services think that it is later and later, until nothing is left to sweep: what fails is tried again later. */
async function untilSwept(house: KillHouse, organization: string): Promise<Truth> {
  const began = Date.now();
  try {
    for (;;) {
      const passed = Date.now() - began;
      house.beAhead(laterMs * (1 + Math.floor(passed / 1000)));
      const truth = await house.truth.read(organization);
      if (passed > patienceMs) return truth;
      // What is read is not of one instant: once nothing is left, nothing moves any more.
      if (findViolations({ ...truth, running: [] }).length === 0) return await house.truth.read(organization);
      await sleep(pauseMs);
    }
  } finally {
    house.beAhead(0);
  }
}

/** As a client would that wants to know how its call ended. */
async function repeatUntilAnswered(act: () => Promise<unknown>): Promise<Outcome> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const outcome = await outcomeAfter(0, act);
    if (!isOpen(outcome) || Date.now() > deadline) return outcome;
    await sleep(pauseMs);
  }
}

function complaints(moment: string, truth: Truth): string[] {
  return findViolations(truth).map((violation) => `${moment}: ${violation}`);
}

async function judge(told: Told, outcome: Outcome, truth: Truth, owner: Client, moment: string): Promise<string[]> {
  const demands = await told.judge(isDone(outcome), truth, owner);
  return demands.filter(([isSo]) => !isSo).map(([, complaint]) => `${moment}: ${complaint}`);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
