import { isDeepStrictEqual } from 'node:util';
import { isDone, type Outcome } from '../races/outcome.ts';

/** Whether nobody knows how the call ended: who should have said so is gone. */
export function isOpen({ text }: Outcome): boolean {
  return text === 'PEER_UNAVAILABLE' || !/^(done|[A-Z_]+)$/.test(text);
}

/**
 * What is wrong with how a call and its two repeats under one request id ended: the call ends as it would if nobody died,
 * or open; a repeat ends so too, or says that the call was undone; and who was answered once gets that answer again.
 */
export function judgeAnswers(end: string, first: Outcome, repeat: Outcome, again: Outcome): string[] {
  const mayBeLost = first.text !== end;
  const isRight = ({ text }: Outcome): boolean => text === end || (mayBeLost && text === 'LOST_RACE');
  return [
    ...(first.text === end || isOpen(first) ? [] : [`the call ended with ${first.text}, neither with ${end} nor open`]),
    ...(isRight(repeat) ? [] : [`its repeat ended with ${repeat.text}, not ${end}`]),
    ...(again.text === repeat.text ? [] : [`its repeat ended with ${repeat.text}, and the next with ${again.text}`]),
    ...(isSame(first, repeat) ? [] : ['its repeat was answered otherwise']),
    ...(isSame(repeat, again) ? [] : ['its repeats were answered otherwise']),
  ];
}

function isSame(one: Outcome, other: Outcome): boolean {
  return !isDone(one) || !isDone(other) || isDeepStrictEqual(one.answer, other.answer);
}
