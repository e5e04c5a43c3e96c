import * as vscode from 'vscode';
import { printable } from '../../engine/model/text/pathText';
import { localZone } from '../../engine/model/time/localZone';
import { translate } from '../../host/translate';
import { type FormState, stepNumber } from '../form/formModel';
import { showForm } from '../form/formWindow';
import { withoutIcons } from '../text/escape';
import {
  type EvidenceJobDraft,
  type EvidenceJobPage,
  type FormContext,
  offeredAgain,
  resumed,
  startOf,
} from './draftModel';
import { evidenceJobForm } from './evidenceJobModel';
import { outputFolder } from './folderPageModel';
import { COPY_NOW_END } from './summaryPageModel';

/** What only dialogs can answer. */
export interface EvidenceJobDialogs {
  /** Paths of files or folders; undefined if the person cancels. */
  askSources(kind: 'files' | 'folders'): Promise<readonly string[] | undefined>;
  /** A folder to copy so many items to; undefined if the person cancels. */
  askDestination(count: number): Promise<string | undefined>;
}

/** A form that was filled in to its end. */
export interface EvidenceJobAnswers extends EvidenceJobDraft {
  /** Folders of the template, below each destination, outermost first. */
  readonly folders: readonly string[];
  readonly isForNow: boolean;
}

type State = FormState<EvidenceJobDraft, EvidenceJobPage>;

/** The form for an evidence job. A form that was left is offered again, as long as the window is open. */
export class EvidenceJobWindow {
  #left: State | null = null;

  /** Asks for everything; undefined if the person leaves the form. `start` is what is known already. */
  async ask(
    start: EvidenceJobDraft,
    context: Pick<FormContext, 'format' | 'settings' | 'lastDestination'>,
    dialogs: EvidenceJobDialogs,
  ): Promise<EvidenceJobAnswers | undefined> {
    const full: FormContext = {
      ...context,
      t: translate,
      locale: vscode.env.language,
      zone: localZone(),
    };
    const state = await this.#stateToBeginWith(start, full);
    if (state === undefined) return undefined;
    const end = await showForm(evidenceJobForm(full), state, (what, draft) => askFor(what, draft, dialogs));
    this.#left = end.kind === 'left' ? offeredAgain(end.state, start) : null;
    if (end.kind === 'left') return undefined;
    const folder = outputFolder(end.draft, full);
    // The form ends with a folder only.
    if ('fault' in folder) throw new RangeError(folder.fault);
    return { ...end.draft, folders: folder.folders, isForNow: end.end === COPY_NOW_END };
  }

  async #stateToBeginWith(start: EvidenceJobDraft, context: FormContext): Promise<State | undefined> {
    const left = this.#left;
    if (left === null) return startOf(start);
    const form = evidenceJobForm(context);
    const { caseNumber } = left.draft.caseData;
    const at = vscode.l10n.t('step {0} of {1}', stepNumber(form, left), form.steps.length);
    const goOn = {
      label: vscode.l10n.t('Continue the Form You Left'),
      description: caseNumber === undefined ? at : `${withoutIcons(printable(caseNumber))}, ${at}`,
      iconPath: new vscode.ThemeIcon('history'),
      ...(start.sources.length === 0 ? {} : { detail: vscode.l10n.t('with the sources you selected now') }),
    };
    const anew = { label: vscode.l10n.t('New Form'), iconPath: new vscode.ThemeIcon('add') };
    const chosen = await vscode.window.showQuickPick([goOn, anew], { title: form.title });
    if (chosen === undefined) return undefined;
    return chosen === goOn ? resumed(left, start.sources) : startOf(start);
  }
}

async function askFor(
  what: string,
  draft: EvidenceJobDraft,
  { askSources, askDestination }: EvidenceJobDialogs,
): Promise<EvidenceJobDraft | undefined> {
  if (what === 'destination') {
    const destination = await askDestination(draft.sources.length);
    if (destination === undefined) return undefined;
    return { ...draft, destinations: [...new Set([...draft.destinations, destination])] };
  }
  const more = await askSources(what === 'files' ? 'files' : 'folders');
  return more === undefined ? undefined : { ...draft, sources: [...new Set([...draft.sources, ...more])] };
}
