import * as vscode from 'vscode';
import type { CopyQueue } from '../../client/queue/copyQueue';
import type { QueueState } from '../../client/queue/queueListener';
import { type EndedJob, findJob, type RunningEntry } from '../../client/queue/queueState';
import { recordsOfEnd } from '../../engine/model/result/summary';
import { REPORT_VIEW } from '../../host/contributions';
import { readReport } from '../../host/reportFile';
import { translate } from '../../host/translate';
import { UserError } from '../../host/userError';
import { jobName } from '../text/jobNameModel';
import { ThrottledRender } from '../throttledRender';
import { guardedReport } from './guardedReport';
import { livePage } from './livePage';
import { liveContent } from './livePageModel';
import { RateHistory } from './rateHistory';

/** Shortest time between two pictures of a running job, in milliseconds. */
const INTERVAL_MS = 500;

/** Windows in the editor that show jobs, one for each: how it goes while it runs, its report when it has ended. */
export function createJobWindows(queue: CopyQueue) {
  const windows = new Map<string, JobWindow>();
  const history = new RateHistory();
  const throttled = new ThrottledRender<QueueState>(({ running }) => {
    if (running === null) return;
    remember(history, running);
    windows.get(running.attempt.jobId)?.showLive(running, history);
  }, INTERVAL_MS);
  const subscription = queue.subscribe({
    onDidChange: (state) => throttled.update(state),
    // The end of a job that is looked at: its report takes the place of how it went.
    onDidEnd: (_attempt, summary) => {
      const recordsDir = recordsOfEnd(summary);
      if (recordsDir !== null) void windows.get(summary.jobId)?.showReport(recordsDir);
      else windows.get(summary.jobId)?.dispose();
    },
  });

  function windowOf({ attempt }: RunningEntry | EndedJob): JobWindow {
    const known = windows.get(attempt.jobId);
    if (known !== undefined) return known;
    const made = new JobWindow(jobName(attempt.request, translate), () => windows.delete(attempt.jobId));
    windows.set(attempt.jobId, made);
    return made;
  }

  return {
    /** Shows a job. Throws a {@link UserError} where there is nothing to show. */
    async showJob(jobId: string): Promise<void> {
      const job = findJob(queue.state, jobId);
      if (job === undefined || job.state === 'queued' || job.state === 'held') throw new UserError(notBegun());
      if (!('summary' in job)) {
        windowOf(job).reveal().showLive(job, history);
        return;
      }
      const recordsDir = recordsOfEnd(job.summary);
      if (recordsDir === null) throw new UserError(noReport());
      const report = await readReport(recordsDir);
      windowOf(job).reveal().showPage(guardedReport(report));
    },

    dispose(): void {
      subscription.dispose();
      throttled.dispose();
      for (const window of windows.values()) window.dispose();
    },
  };
}

function remember(history: RateHistory, { attempt, startedAt, progress }: RunningEntry): void {
  if (progress === null) return;
  history.add(`${attempt.jobId} ${attempt.attempt}`, Date.now() - Date.parse(startedAt), progress.currentRate);
}

function notBegun(): string {
  return vscode.l10n.t('This job has not begun yet, so it has no report.');
}

function noReport(): string {
  return vscode.l10n.t('There is no report of how this job ended. Its failures are in the Batch Queue.');
}

/** A window of one job. */
class JobWindow {
  readonly #panel: vscode.WebviewPanel;
  #live: (() => string) | null = null;

  constructor(
    private readonly name: string,
    onDidDispose: () => void,
  ) {
    this.#panel = vscode.window.createWebviewPanel(REPORT_VIEW, name, vscode.ViewColumn.Active, {
      enableFindWidget: true,
      localResourceRoots: [],
    });
    this.#panel.onDidDispose(onDidDispose);
    // What was sent to a page that was not shown is lost.
    this.#panel.onDidChangeViewState(() => {
      if (this.#live !== null && this.#panel.visible) this.#panel.webview.html = this.#live();
    });
  }

  reveal(): this {
    this.#panel.reveal();
    return this;
  }

  showLive(running: RunningEntry, history: RateHistory): void {
    const content = liveContent(running, history.samples, translate);
    const page = () => livePage(this.name, content, vscode.env.language);
    const isFirst = this.#live === null;
    this.#live = page;
    const { webview } = this.#panel;
    if (isFirst) {
      webview.options = { enableScripts: true, localResourceRoots: [] };
      webview.html = page();
    } else if (this.#panel.visible) void webview.postMessage(content.markup);
  }

  async showReport(recordsDir: string): Promise<void> {
    try {
      this.showPage(guardedReport(await readReport(recordsDir)));
    } catch {
      // It is told when the person opens it.
      this.dispose();
    }
  }

  showPage(page: string): void {
    this.#live = null;
    const { webview } = this.#panel;
    webview.options = { enableScripts: false, localResourceRoots: [] };
    webview.html = page;
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
