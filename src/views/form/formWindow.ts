import * as vscode from 'vscode';
import { withoutLinks } from '../../host/plainText';
import { withoutIcons } from '../text/escape';
import {
  type Answer,
  type Asking,
  answered,
  back,
  currentPage,
  type Form,
  type FormRow,
  type FormState,
  type ListPage,
  type Remark,
  stepNumber,
  type TextPage,
} from './formModel';

/** How a form was left: at an end, or closed on the way with all that was answered so far. */
export type FormEnd<Draft, Page> =
  | { readonly kind: 'ended'; readonly draft: Draft; readonly end: string }
  | { readonly kind: 'left'; readonly state: FormState<Draft, Page> };

/** Asks what only a dialog can answer; resolves with the changed draft, or with undefined if the person cancels. */
export type AskWithDialog<Draft> = (what: string, draft: Draft) => Promise<Draft | undefined>;

/** What the person did on a page. */
type Reply<Draft, Page> =
  | Answer<Draft, Page>
  | Asking<Draft, Page>
  | { readonly leave: 'back' | 'closed'; readonly draft: Draft };

/** Shows the pages of a form, one after another, in the box at the top of the window, until its end or until it is left. */
export async function showForm<Draft, Page extends string>(
  form: Form<Draft, Page>,
  start: FormState<Draft, Page>,
  askWithDialog: AskWithDialog<Draft>,
): Promise<FormEnd<Draft, Page>> {
  let state = start;
  for (;;) {
    const reply = await showPage(form, state);
    if ('leave' in reply) {
      state = { ...state, draft: reply.draft };
      if (reply.leave === 'closed') return { kind: 'left', state };
      state = back(state);
    } else if ('ask' in reply) {
      const draft = await askWithDialog(reply.ask, state.draft);
      if (draft !== undefined) state = answered(form, state, { draft, to: reply.to(draft) });
    } else if (reply.to === 'end') {
      return { kind: 'ended', draft: reply.draft, end: reply.end ?? '' };
    } else {
      state = answered(form, state, { ...reply, to: reply.to });
    }
  }
}

function showPage<Draft, Page extends string>(
  form: Form<Draft, Page>,
  state: FormState<Draft, Page>,
): Promise<Reply<Draft, Page>> {
  const page = form.page(currentPage(state), state.draft);
  return page.kind === 'text' ? showText(form, state, page) : showList(form, state, page);
}

function showText<Draft, Page extends string>(
  form: Form<Draft, Page>,
  state: FormState<Draft, Page>,
  page: TextPage<Draft, Page>,
): Promise<Reply<Draft, Page>> {
  const input = vscode.window.createInputBox();
  input.prompt = plainText(page.prompt);
  input.placeholder = page.placeholder;
  input.value = page.value;
  const hasError = () => page.remark(input.value)?.severity === 'error';
  const show = (remark: Remark | null) => {
    input.validationMessage = remark === null ? undefined : messageOf(remark);
  };
  // Nothing is wrong yet with a box that has just been opened and is empty.
  if (page.value !== '' || !hasError()) show(page.remark(page.value));
  input.onDidChangeValue((text) => show(page.remark(text)));
  return replyOf<Draft, Page>(form, state, input, {
    // Half a date is not kept, a whole one is.
    draft: () => (hasError() ? state.draft : page.accept(input.value).draft),
    answer: () => {
      if (!hasError()) return page.accept(input.value);
      show(page.remark(input.value));
      return undefined;
    },
  });
}

interface Item<Draft, Page> extends vscode.QuickPickItem {
  readonly row?: FormRow<Draft, Page>;
}

function showList<Draft, Page extends string>(
  form: Form<Draft, Page>,
  state: FormState<Draft, Page>,
  page: ListPage<Draft, Page>,
): Promise<Reply<Draft, Page>> {
  const pick = vscode.window.createQuickPick<Item<Draft, Page>>();
  pick.placeholder = page.placeholder;
  pick.matchOnDescription = true;
  pick.items = page.rows.flatMap(itemsOf);
  const first = pick.items.find(({ row }) => row !== undefined && row.id === state.at);
  if (first !== undefined) pick.activeItems = [first];
  return replyOf<Draft, Page>(form, state, pick, {
    draft: () => state.draft,
    answer: () => pick.selectedItems[0]?.row?.choose ?? undefined,
  });
}

/** The events that both kinds of boxes have. */
type Box = Pick<
  vscode.InputBox & vscode.QuickPick<vscode.QuickPickItem>,
  'title' | 'step' | 'totalSteps' | 'ignoreFocusOut' | 'buttons' | 'onDidTriggerButton' | 'onDidAccept' | 'onDidHide'
> & { show(): void; dispose(): void };

/** Shows a box and resolves with what the person does; the box is gone then. */
function replyOf<Draft, Page extends string>(
  form: Form<Draft, Page>,
  state: FormState<Draft, Page>,
  box: Box,
  read: { draft(): Draft; answer(): Answer<Draft, Page> | Asking<Draft, Page> | undefined },
): Promise<Reply<Draft, Page>> {
  box.title = `${form.title}: ${form.page(currentPage(state), state.draft).title}`;
  box.step = stepNumber(form, state);
  box.totalSteps = form.steps.length;
  // A click beside the box, or a look at another program, is no answer.
  box.ignoreFocusOut = true;
  box.buttons = state.trail.length > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<Reply<Draft, Page>>((resolve) => {
    const reply = (value: Reply<Draft, Page>) => {
      resolve(value);
      box.dispose();
    };
    box.onDidTriggerButton(() => reply({ leave: 'back', draft: read.draft() }));
    box.onDidAccept(() => {
      const answer = read.answer();
      if (answer !== undefined) reply(answer);
    });
    box.onDidHide(() => reply({ leave: 'closed', draft: read.draft() }));
    box.show();
  });
}

function itemsOf<Draft, Page>(row: FormRow<Draft, Page>): Item<Draft, Page>[] {
  const { icon, label, description, detail, heading } = row;
  const item: Item<Draft, Page> = {
    row,
    label: withoutIcons(label),
    iconPath: new vscode.ThemeIcon(icon),
    ...(description === undefined ? {} : { description: withoutIcons(description) }),
    ...(detail === undefined ? {} : { detail: withoutIcons(detail) }),
  };
  if (heading === undefined) return [item];
  return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, item];
}

function messageOf({ severity, message }: Remark): vscode.InputBoxValidationMessage {
  const { Error: error, Info: info } = vscode.InputBoxValidationSeverity;
  return { message: plainText(message), severity: severity === 'error' ? error : info };
}

/** Text for the line below an input, where VS Code draws icons and makes links: names in it stay names. */
function plainText(text: string): string {
  return withoutLinks(withoutIcons(text));
}
