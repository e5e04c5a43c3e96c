import type { OpenFile } from '../fs/fileSystem';
import type { SourceStatement } from '../model/proof/sourceStatement';
import type { SharedState } from '../model/thread/sharedState';
import type { SourcePlace } from '../plan/selection';
import type { LaneStock } from './laneStock';
import type { LaneThread } from './laneThread';
import { SourceAnswerSchema } from './sourceMessages';

/** What a lane needs to look at the sources once more. */
export interface LaneLookContext {
  readonly lanes: LaneStock;
  readonly shared: SharedState;
  /** The frozen plan, open; it becomes the look's to close. */
  readonly plan: OpenFile;
  readonly sources: readonly SourcePlace[];
}

/** The sources looked at once more on a thread of its own, while the engine's has other things to do. */
export class LaneLook {
  readonly #lane: LaneThread;
  /** Undefined where the lane was cancelled, or died. */
  readonly statement: Promise<SourceStatement | undefined>;

  /** The look begins at once. */
  constructor(private readonly context: LaneLookContext) {
    this.#lane = context.lanes.take();
    // Whatever became of the lane: what it was asked can be found out without it.
    this.statement = this.#ask().catch(() => undefined);
  }

  /** Gives back what was lent, when the lane has answered. */
  async close(): Promise<void> {
    await this.statement;
    this.context.plan.close();
    await this.context.lanes.giveBack(this.#lane);
  }

  async #ask(): Promise<SourceStatement | undefined> {
    const { shared, plan, sources } = this.context;
    const answer = SourceAnswerSchema.parse(
      await this.#lane.ask({
        kind: 'lookAtSources',
        shared: shared.buffer,
        part: shared.part,
        plan: { fd: plan.fd, path: plan.path },
        sources: sources.map(({ name, parent, path }) => ({ name, parent, path })),
      }),
    );
    return 'statement' in answer ? answer.statement : undefined;
  }
}
