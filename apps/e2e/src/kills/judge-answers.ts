import { isDeepStrictEqual } from 'node:util';
import { isDone, type Outcome } from '../races/outcome.ts';

/** Whether nobody knows how the call ended: who should have said so is gone. */
export function isOpen({ text }: Outcome): boolean {
  return text === 'PEER_UNAVAILABLE' || !/^(done|[A-Z_]+)$/.test(text);
}

/**
 * What is wrong with how a call and its two repeats under one request id ended: the call ends as it would if nobody died,
 * or open; a repeat ends so too or, while it was not acknowledged, says that it was undone; and who was acknowledged once
 * gets that answer again. Refusals are not kept: after one, a repeat acts anew, or meets what is still being undone.
 */
export function judgeAnswers(end: string, first: Outcome, repeat: Outcome, again: Outcome): string[] {
  const isRight = (one: Outcome, before: Outcome): boolean =>
    one.text === end || (one.text === 'LOST_RACE' && !isDone(before));
  return [
    ...(first.text === end || isOpen(first) ? [] : [`the call ended with ${first.text}, neither with ${end} nor open`]),
    ...(isRight(repeat, first) ? [] : [`its repeat ended with ${repeat.text}, not ${end}`]),
    ...(isRight(again, repeat) ? [] : [`its second repeat ended with ${again.text}, not ${end}`]),
    ...(isSame(first, repeat) ? [] : ['its repeat was answered otherwise']),
    ...(isSame(repeat, again) ? [] : ['its repeats were answered otherwise']),
  ];
}

function isSame(one: Outcome, other: Outcome): boolean {
  return !isDone(one) || !isDone(other) || isDeepStrictEqual(one.answer, other.answer);
}
