import * as vscode from 'vscode';
import type { EvidenceCopyApi, EvidenceCopyJob, FinishedJob } from '../../../src/api/evidenceCopyApi';

/** What the suite uses of this extension, which stands for any that calls Evidence Copy. */
export interface Caller {
  readonly apiVersion: number;
  /** Whether the API can be changed by who gets it. */
  readonly isFrozen: boolean;
  /** Has a job copied at once, and waits for its end. */
  copy(job: EvidenceCopyJob): Promise<FinishedJob>;
  /** Queues anything at all. */
  enqueue(job: unknown): Promise<unknown>;
}

/** Called by VS Code, after Evidence Copy, on which this extension depends. */
export async function activate(): Promise<Caller> {
  const extension = vscode.extensions.getExtension<EvidenceCopyApi>('evidence-copy.evidence-copy');
  if (extension === undefined) throw new Error('Evidence Copy is not installed');
  const api = await extension.activate();
  return {
    apiVersion: api.apiVersion,
    isFrozen: Object.isFrozen(api),
    enqueue: (job) => Reflect.apply(api.enqueue, undefined, [job]),
    copy: async (job) => {
      // An end that came before `enqueue` has resolved would be missed otherwise.
      const ended: FinishedJob[] = [];
      const heard = new vscode.EventEmitter<void>();
      const listening = api.onDidFinishJob((finished) => {
        ended.push(finished);
        heard.fire();
      });
      const { jobId } = await api.enqueue(job, 'atOnce');
      const mine = () => ended.find((finished) => finished.jobId === jobId);
      while (mine() === undefined) await new Promise<void>((resolve) => void heard.event(() => resolve()));
      listening.dispose();
      return mine() ?? Promise.reject(new Error('it was there'));
    },
  };
}
