import { parseContexts, withContext, withoutContext } from './contexts.ts';

const one = { url: 'http://one', token: 'a' };
const two = { url: 'http://two', token: 'b', project: 'prj_1' };
const kept = { current: 'one', contexts: { one, two } };

it('contexts are read as they were written', () => {
  expect(parseContexts(JSON.stringify(kept), 'file')).toEqual(kept);
  expect(parseContexts('{}', 'file')).toEqual({ current: undefined, contexts: {} });
});

it.each(['', 'null}', '{"contexts":{"one":{}}}', '{"contexts":{"one":{"url":1,"token":"a"}}}'])(
  '%j holds none',
  (text) => {
    expect(() => parseContexts(text, 'the file')).toThrow('the file does not hold contexts');
  },
);

it('a context that is added is the current one; one that goes leaves the others', () => {
  expect(withContext(kept, 'three', one)).toEqual({ current: 'three', contexts: { one, two, three: one } });
  expect(withoutContext(kept, 'two')).toEqual({ current: 'one', contexts: { one } });
  expect(withoutContext(kept, 'one')).toEqual({ current: undefined, contexts: { two } });
});
