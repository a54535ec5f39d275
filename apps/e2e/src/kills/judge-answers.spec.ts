import type { Outcome } from '../races/outcome.ts';
import { isOpen, judgeAnswers } from './judge-answers.ts';

const ended = (text: string, answer?: unknown): Outcome => ({ text, answer, began: 0, ended: 1 });
const done = (answer: unknown = {}): Outcome => ended('done', answer);
const open = ended('PEER_UNAVAILABLE');

describe('judgeAnswers', () => {
  it('accepts a call that ended, or whose end nobody knows, and the same answer ever after', () => {
    expect(judgeAnswers('done', done({ id: 1 }), done({ id: 1 }), done({ id: 1 }))).toEqual([]);
    expect(judgeAnswers('done', open, done({ id: 1 }), done({ id: 1 }))).toEqual([]);
    expect(judgeAnswers('NOT_EMPTY', open, ended('NOT_EMPTY'), ended('NOT_EMPTY'))).toEqual([]);
    expect(judgeAnswers('done', open, ended('LOST_RACE'), ended('LOST_RACE'))).toEqual([]);
    expect(judgeAnswers('done', open, ended('LOST_RACE'), done())).toEqual([]);
    expect(judgeAnswers('NOT_EMPTY', ended('NOT_EMPTY'), ended('LOST_RACE'), ended('NOT_EMPTY'))).toEqual([]);
  });

  it.each<[string, Outcome, Outcome, Outcome]>([
    ['the call ended with NOT_FOUND, neither with done nor open', ended('NOT_FOUND'), done(), done()],
    ['its repeat ended with LOST_RACE, not done', done(), ended('LOST_RACE'), ended('LOST_RACE')],
    ['its repeat ended with LINK_EXISTS, not done', open, ended('LINK_EXISTS'), ended('LINK_EXISTS')],
    ['its second repeat ended with NOT_FOUND, not done', open, done(), ended('NOT_FOUND')],
    ['its repeat was answered otherwise', done({ id: 1 }), done({ id: 2 }), done({ id: 2 })],
    ['its repeats were answered otherwise', open, done({ id: 1 }), done({ id: 2 })],
  ])('finds that %s', (problem, first, repeat, again) => {
    expect(judgeAnswers('done', first, repeat, again)).toContain(problem);
  });
});

describe('isOpen', () => {
  it('is so of everything but an answer and a refusal', () => {
    for (const text of ['PEER_UNAVAILABLE', 'code 4: too late', 'thrown: Error'])
      expect(isOpen(ended(text))).toBe(true);
    for (const text of ['done', 'NOT_EMPTY']) expect(isOpen(ended(text))).toBe(false);
  });
});
