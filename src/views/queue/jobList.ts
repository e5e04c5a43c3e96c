import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { QueueState } from '../../client/queue/queueListener';
import { PRODUCT_NAME } from '../../host/contributions';
import { translate } from '../../host/translate';
import { withoutIcons } from '../text/escape';
import { ThrottledRender } from '../throttledRender';
import { lookOf, perform } from './jobActions';
import { type JobAction, type JobRow, jobListModel } from './jobListModel';

/** Shortest time between two changes of the list, in milliseconds: slow enough to aim at a row. */
const INTERVAL_MS = 500;

/** Actions whose effect is seen in the list itself. */
const STAYS_OPEN: ReadonlySet<JobAction> = new Set(['start', 'pause', 'resume', 'release']);

interface ActionButton extends vscode.QuickInputButton {
  readonly action: JobAction;
}

interface RowItem extends vscode.QuickPickItem {
  readonly row?: JobRow;
  readonly buttons?: readonly ActionButton[];
}

/**
 * Opens the list of jobs: the running one with its progress, those that wait and those that ended, each with what can
 * be done about it. Who closes the list has seen the results that were in it.
 */
export function showJobList(queue: CopyQueue): void {
  const pick = vscode.window.createQuickPick<RowItem>();
  pick.keepScrollPosition = true;
  const shown = new Set<string>();
  const throttled = new ThrottledRender<QueueState>((state) => {
    const rows = jobListModel(state, translate);
    for (const row of rows) if (row.group === 'ended') shown.add(row.jobId);
    render(pick, state, rows);
  }, INTERVAL_MS);
  const subscription = queue.subscribe({ onDidChange: (state) => throttled.update(state) });
  pick.onDidTriggerItemButton(({ button, item }) => {
    const action = item.buttons?.find((known) => known === button)?.action;
    if (action === undefined || !STAYS_OPEN.has(action)) pick.hide();
    void act(action, item.row);
  });
  pick.onDidAccept(() => {
    const row = pick.selectedItems[0]?.row;
    pick.hide();
    void chooseAction(row);
  });
  pick.onDidHide(() => {
    vscode.Disposable.from(subscription, throttled, pick).dispose();
    for (const jobId of shown) void queue.acknowledge(jobId);
  });
  throttled.update(queue.state);
  pick.show();
}

/** Puts the rows into the list; the row the person was at stays the active one. */
function render(pick: vscode.QuickPick<RowItem>, state: QueueState, rows: readonly JobRow[]): void {
  const active = pick.activeItems[0]?.row?.jobId;
  const items = itemsOf(rows);
  const again = items.filter(({ row }) => row !== undefined && row.jobId === active);
  pick.placeholder = rows.length === 0 ? vscode.l10n.t('There are no jobs') : vscode.l10n.t('Choose a job');
  pick.title = titleOf(state);
  pick.items = items;
  if (again.length > 0) pick.activeItems = again;
}

/** Says it where the list can only be looked at. */
function titleOf({ elsewhere }: QueueState): string {
  if (elsewhere === null) return PRODUCT_NAME;
  return vscode.l10n.t('{0} (another window runs the queue: it can only be looked at here)', PRODUCT_NAME);
}

function itemsOf(rows: readonly JobRow[]): RowItem[] {
  const titles = {
    running: vscode.l10n.t('running'),
    waiting: vscode.l10n.t('waiting'),
    ended: vscode.l10n.t('ended'),
  };
  return rows.flatMap((row, index) => {
    const item = itemOf(row);
    if (rows[index - 1]?.group === row.group) return [item];
    return [{ label: titles[row.group], kind: vscode.QuickPickItemKind.Separator }, item];
  });
}

function itemOf(row: JobRow): RowItem {
  const buttons = row.actions.map((action) => {
    const look = lookOf(action);
    return { action, iconPath: look.icon, tooltip: look.title };
  });
  return {
    row,
    label: `$(${row.icon}) ${withoutIcons(row.name)}`,
    description: withoutIcons(row.description),
    detail: withoutIcons(row.detail),
    buttons,
    alwaysShow: true,
  };
}

async function chooseAction(row: JobRow | undefined): Promise<void> {
  if (row === undefined) return;
  const items = row.actions.map((action) => {
    const { title, icon } = lookOf(action);
    return { label: title, iconPath: icon, action };
  });
  const chosen = await vscode.window.showQuickPick(items, { title: row.name, placeHolder: row.description });
  await act(chosen?.action, row);
}

async function act(action: JobAction | undefined, row: JobRow | undefined): Promise<void> {
  if (action !== undefined && row !== undefined) await perform(action, row);
}
