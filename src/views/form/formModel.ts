/** A form of several pages as plain data: where the person is, what was answered, and what each answer leads to. */
export interface FormState<Draft, Page> {
  readonly draft: Draft;
  /** The pages the person came by; the last one is shown. */
  readonly trail: readonly [Page, ...Page[]];
  /** Id of the row at which a list begins; null for its first one. */
  readonly at: string | null;
}

/** Where an answer leads: to a page, to the next step, or back to the page this one was opened from. */
export type Target<Page> = Page | 'next' | 'opener';

/** What an answer does: it changes the draft and leads on, or to the end of the form. */
export interface Answer<Draft, Page> {
  readonly draft: Draft;
  readonly to: Target<Page> | 'end';
  /** For a list that is returned to: the row at which it begins. */
  readonly at?: string;
  /** With `end`: which of several ends it is. */
  readonly end?: string;
}

/** Something that only a dialog can answer, by its name. */
export interface Asking<Draft, Page> {
  readonly ask: string;
  /** Where the answer leads that the draft holds now. */
  to(draft: Draft): Target<Page>;
}

/** What is said below a text while it is typed. A text with an error is not taken. */
export interface Remark {
  readonly severity: 'info' | 'error';
  readonly message: string;
}

/** A page that asks for one line of text. */
export interface TextPage<Draft, Page> {
  readonly kind: 'text';
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  remark(text: string): Remark | null;
  /** Takes a text on which there is no remark that is an error. */
  accept(text: string): Answer<Draft, Page>;
}

/** One row of a list. All texts are plain. */
export interface FormRow<Draft, Page> {
  /** Unique in its list. */
  readonly id: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Heading above this row. */
  readonly heading?: string;
  /** Null where there is nothing to choose, only to read. */
  readonly choose: Answer<Draft, Page> | Asking<Draft, Page> | null;
}

/** A page that is a list to choose from. */
export interface ListPage<Draft, Page> {
  readonly kind: 'list';
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly FormRow<Draft, Page>[];
}

/** A page of a form. */
export type FormPage<Draft, Page> = TextPage<Draft, Page> | ListPage<Draft, Page>;

/** What a form consists of. */
export interface Form<Draft, Page extends string> {
  readonly title: string;
  /** Pages in the order in which they are asked; the last one sums up, and is where answers given from it lead back to. */
  readonly steps: readonly Page[];
  /** The step a page belongs to: itself, or the one it was opened from. */
  stepOf(page: Page): Page;
  page(page: Page, draft: Draft): FormPage<Draft, Page>;
}

/** The page that is shown. */
export function currentPage<Draft, Page>({ trail }: FormState<Draft, Page>): Page {
  return trail.at(-1) ?? trail[0];
}

/**
 * Where an answer leads. A page that the person came by is returned to, with all after it forgotten; once there was the
 * sum-up, only if it was opened from there.
 */
export function answered<Draft, Page extends string>(
  form: Form<Draft, Page>,
  state: FormState<Draft, Page>,
  { draft, to, at = null }: { readonly draft: Draft; readonly to: Target<Page>; readonly at?: string | null },
): FormState<Draft, Page> {
  const { trail } = state;
  const page = pageAt(form, state, to);
  const known = trail.lastIndexOf(page);
  const [first, ...others] = known >= sumUpAt(form, trail) ? trail.slice(0, known + 1) : [...trail, page];
  return { draft, trail: [first ?? page, ...others], at };
}

/** The page before; the state as it is where there is none. */
export function back<Draft, Page>(state: FormState<Draft, Page>): FormState<Draft, Page> {
  const [first, ...others] = state.trail;
  return others.length === 0 ? state : { ...state, trail: [first, ...others.slice(0, -1)], at: null };
}

/** Number of the step that is shown, from 1. */
export function stepNumber<Draft, Page extends string>(form: Form<Draft, Page>, state: FormState<Draft, Page>): number {
  return form.steps.indexOf(form.stepOf(currentPage(state))) + 1;
}

function pageAt<Draft, Page extends string>(
  form: Form<Draft, Page>,
  state: FormState<Draft, Page>,
  to: Target<Page>,
): Page {
  if (to === 'opener') return state.trail.at(-2) ?? state.trail[0];
  if (to !== 'next') return to;
  const last = form.steps.at(-1);
  if (last !== undefined && state.trail.includes(last)) return last;
  return form.steps[stepNumber(form, state)] ?? currentPage(state);
}

/** The place of the sum-up in a trail; 0 before the person has come there. */
function sumUpAt<Draft, Page extends string>({ steps }: Form<Draft, Page>, trail: readonly Page[]): number {
  const last = steps.at(-1);
  return last === undefined ? 0 : Math.max(0, trail.indexOf(last));
}
