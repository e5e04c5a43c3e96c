import type { MessagePort } from 'node:worker_threads';
import { auditFolder } from './audit/auditFolder';
import { AuditRefusal } from './audit/refusal';
import { DigestStock } from './digests/digester';
import { onSource } from './fs/failures';
import { openWithFault } from './fs/faultyFile';
import { nodeFileSystem, nodeFileSystemWith } from './fs/nodeFileSystem';
import type { EngineServices } from './job/engineServices';
import type { JobEvents } from './job/jobEvents';
import { LaneStock } from './lanes/laneStock';
import { BufferStock } from './memory/bufferStock';
import { FailureError, failureOf } from './model/failure/failure';
import { failureLine } from './model/failure/failureText';
import type { ItemOutcome } from './model/item/outcome';
import type { PlantedFault } from './model/thread/plantedFault';
import { type FromEngine, type ToEngine, ToEngineSchema, type Told } from './model/thread/protocol';
import { SharedState } from './model/thread/sharedState';
import type { ToolBuild } from './records/surroundings';
import { discardJob } from './resume/discardJob';
import { findJobs } from './resume/findJobs';
import { runToEach } from './several/runToEach';

const BATCH = 200;
/** The engine runs at most this many batches ahead of a slow host, so that untaken outcomes do not fill the memory. */
const MOST_UNTAKEN = 8;
const LOOK_AGAIN_MS = 100;

type RunMessage = Extract<ToEngine, { type: 'run' }>;

/** What one job after another uses. */
interface ThreadServices extends Omit<EngineServices, 'fs' | 'timeZone'> {
  readonly lanes: LaneStock;
  readonly plantedFault: PlantedFault | undefined;
}

/**
 * The message loop of the engine thread: runs one job at a time. Each `run` is answered by exactly one `finished`,
 * unless the thread itself dies, which the client notices.
 *
 * @param plantedFault For the self-test: what goes wrong in every job.
 */
export function serve(port: MessagePort, lanePath: string, build: ToolBuild, plantedFault?: PlantedFault): void {
  const lanes = new LaneStock(lanePath);
  const services = { lanes, build, plantedFault, digests: new DigestStock(), buffers: new BufferStock() };
  let last = Promise.resolve();
  port.on('message', (message: unknown) => {
    const request = ToEngineSchema.parse(message);
    // The queue lives on the host side; should two requests meet here all the same, they wait for each other.
    last = last.then(() => serveRequest(port, services, request));
  });
}

async function serveRequest(port: MessagePort, services: ThreadServices, request: ToEngine): Promise<void> {
  switch (request.type) {
    case 'run':
      return serveJob(port, services, request);
    case 'find':
      return serveFind(port, request);
    case 'discard':
      return serveDiscard(port, request);
    case 'audit':
      return serveAudit(port, services, request);
    case 'end':
      await services.lanes.close();
      return port.close();
    default:
      return request satisfies never;
  }
}

async function serveJob(
  port: MessagePort,
  services: ThreadServices,
  { attempt, shared, timeZone, told }: RunMessage,
): Promise<void> {
  const state = new SharedState(shared);
  const events = new PortEvents(port, state, told);
  const { plantedFault } = services;
  const openedAs = plantedFault && openWithFault(plantedFault);
  const summary = await runToEach(
    attempt,
    { ...services, timeZone, fs: nodeFileSystemWith(state.pulse, openedAs) },
    state,
    events,
  );
  events.flush();
  post(port, { type: 'finished', summary });
}

function serveFind(port: MessagePort, { folder, recordsDir }: Extract<ToEngine, { type: 'find' }>): void {
  try {
    post(port, { type: 'found', jobs: onSource(() => findJobs(nodeFileSystem, folder, recordsDir)) });
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    post(port, { type: 'notSearched', failure: error.failure });
  }
}

function serveDiscard(port: MessagePort, { destination, jobId }: Extract<ToEngine, { type: 'discard' }>): void {
  try {
    post(port, { type: 'discarded', wasThere: discardJob(nodeFileSystem, destination, jobId) });
  } catch (error) {
    post(port, { type: 'notDiscarded', failure: failureOf(error) });
  }
}

async function serveAudit(
  port: MessagePort,
  { digests, buffers }: ThreadServices,
  { request, shared }: Extract<ToEngine, { type: 'audit' }>,
): Promise<void> {
  const state = new SharedState(shared);
  try {
    const summary = await auditFolder(request, { digests, buffers, fs: nodeFileSystemWith(state.pulse) }, state);
    post(port, { type: 'audited', summary });
  } catch (error) {
    if (error instanceof AuditRefusal) {
      return post(port, {
        type: 'auditRefused',
        sentence: error.message,
        lists: error.lists === null ? null : [...error.lists],
      });
    }
    if (!(error instanceof FailureError)) throw error;
    const { failure } = error;
    post(port, { type: 'auditRefused', sentence: failureLine(failure), lists: null, failure });
  }
}

/** Sends what a job tells to the host; outcomes in batches. */
class PortEvents implements JobEvents {
  #batch: ItemOutcome[] = [];
  #sent = 0;

  constructor(
    private readonly port: MessagePort,
    private readonly shared: SharedState,
    private readonly told: Told,
  ) {}

  staged(stagingDir: string): void {
    post(this.port, { type: 'staged', stagingDir });
  }

  phase(phase: Parameters<JobEvents['phase']>[0]): void {
    post(this.port, { type: 'phase', phase });
  }

  log(level: Parameters<JobEvents['log']>[0], message: string): void {
    post(this.port, { type: 'log', level, message });
  }

  outcome(outcome: ItemOutcome): void {
    // To hand over an outcome that nobody waits for takes as long as to look at its file once more.
    if (this.told === 'failed' && outcome.outcome !== 'failed') return;
    this.#batch.push(outcome);
    if (this.#batch.length >= BATCH) this.flush();
  }

  flush(): void {
    if (this.#batch.length === 0) return;
    this.#waitForTheHost();
    post(this.port, { type: 'outcomes', outcomes: this.#batch });
    this.#sent++;
    this.#batch = [];
  }

  #waitForTheHost(): void {
    for (;;) {
      const taken = this.shared.batchesTaken;
      // Of a job that was given up nobody takes anything any more.
      if (this.#sent - taken < MOST_UNTAKEN || this.shared.control === 'abandon') return;
      // A slow host is no stalled device.
      this.shared.pulse.beat();
      this.shared.waitForBatch(taken, LOOK_AGAIN_MS);
    }
  }
}

function post(port: MessagePort, message: FromEngine): void {
  port.postMessage(message);
}
