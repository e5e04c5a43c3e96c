import { describe, expect, test } from 'vitest';
import { answered, back, currentPage, type Form, type FormState, stepNumber } from '../../src/views/form/formModel';

type Page = 'a' | 'b' | 'b/detail' | 'sum';
const form: Form<number, Page> = {
  title: 'Form',
  steps: ['a', 'b', 'sum'],
  stepOf: (page) => (page === 'b/detail' ? 'b' : page),
  page: () => ({ kind: 'list', title: '', placeholder: '', rows: [] }),
};
const at = (...trail: [Page, ...Page[]]): FormState<number, Page> => ({ draft: 0, trail, at: null });

describe('an answer leads', () => {
  test.each<[string, FormState<number, Page>, Page | 'next' | 'opener', Page[]]>([
    ['to the next step', at('a'), 'next', ['a', 'b']],
    ['to the sum-up after the last step', at('a', 'b'), 'next', ['a', 'b', 'sum']],
    ['into a detail', at('a', 'b'), 'b/detail', ['a', 'b', 'b/detail']],
    ['from a detail to where it was opened', at('a', 'b', 'b/detail'), 'opener', ['a', 'b']],
    ['from a detail to the next step', at('a', 'b', 'b/detail'), 'next', ['a', 'b', 'b/detail', 'sum']],
    ['to the same page', at('a', 'b'), 'b', ['a', 'b']],
    ['back to a page before', at('a', 'b', 'b/detail'), 'a', ['a']],
    ['from the sum-up to a step, which is left for the sum-up', at('a', 'b', 'sum'), 'a', ['a', 'b', 'sum', 'a']],
    ['from there to the sum-up again', at('a', 'b', 'sum', 'a'), 'next', ['a', 'b', 'sum']],
    ['from the sum-up into a detail and back', at('a', 'b', 'sum', 'b/detail'), 'opener', ['a', 'b', 'sum']],
    ['from the sum-up to a detail of a step', at('a', 'b', 'sum', 'b', 'b/detail'), 'opener', ['a', 'b', 'sum', 'b']],
  ])('%s', (_, state, to, trail) => {
    expect(answered(form, state, { draft: 1, to, at: 'row' })).toEqual({ draft: 1, trail, at: 'row' });
  });
});

test('back goes the way the person came, and no further than the first page', () => {
  const state = at('a', 'b', 'sum', 'a');
  expect(currentPage(back(state))).toBe('sum');
  expect(back(back(back(back(back(state))))).trail).toEqual(['a']);
});

test('a detail counts as the step it belongs to', () => {
  expect(stepNumber(form, at('a', 'b', 'b/detail'))).toBe(2);
});
