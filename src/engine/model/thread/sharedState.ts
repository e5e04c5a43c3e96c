import { PHASES, type Phase } from '../job/phase';
import { fromBytes, type PathText, toBytes } from '../text/pathText';
import { Pulse } from './pulse';

/**
 * What the host asks of a running job. The engine looks at it at every buffer. `abandon` is no question any more: the host
 * has told how the job ended, and the thread gives out no further name.
 */
export type Control = 'run' | 'pause' | 'cancelKeep' | 'cancelRemove' | 'abandon';

const CONTROLS: readonly Control[] = ['run', 'pause', 'cancelKeep', 'cancelRemove', 'abandon'];

// Layout: 16 words of 32 bits, then the current path, then a part for each destination: its phase and its counters, of 64
// bits each.
const WORD_CONTROL = 0;
const WORD_PATH_VERSION = 2;
const WORD_PATH_LENGTH = 3;
const WORD_BATCHES_TAKEN = 4;
const WORD_PULSE = 8;
const COUNTERS = [
  'bytesPlanned',
  'workPlanned',
  'workDone',
  'itemsPlanned',
  'itemsDone',
  'itemsFailed',
  'bytesByLanes',
] as const;
const PATH_AT = 64;
const PATH_MAX = 1024;
const PARTS_AT = PATH_AT + PATH_MAX;
const PART_PHASE = COUNTERS.length;
const PART_ENDED = PART_PHASE + 1;
const PART_WORDS = PART_ENDED + 1;

/**
 * Bytes, items, or units of work; one unit of work is one byte of one pass (see `workMeter.ts`). `bytesByLanes` went
 * through passes on other threads; the engine's thread adds it to the work that is done.
 */
export type Counter = (typeof COUNTERS)[number];

/** Everything the host sees of a running job without a message. */
export type CounterValues = Readonly<Record<Counter, number>>;

/**
 * The memory that host and engine share during one job: the control word and the counters, which each destination has for
 * itself. Either side wraps the same buffer. Reading never disturbs the writer, so progress cannot slow or break a copy.
 */
export class SharedState {
  readonly #words: Int32Array;
  readonly #parts: BigInt64Array[];
  readonly #path: Buffer;
  /** Beats with every system call of the job that returns. */
  readonly pulse: Pulse;

  /** @param part The number of the destination whose phase and counters are kept here. */
  constructor(
    readonly buffer: SharedArrayBuffer = SharedState.allocate(1),
    readonly part = 0,
  ) {
    this.#words = new Int32Array(buffer, 0, 16);
    this.#path = Buffer.from(buffer, PATH_AT, PATH_MAX);
    const parts = (buffer.byteLength - PARTS_AT) / (PART_WORDS * 8);
    this.#parts = Array.from(
      { length: parts },
      (_, index) => new BigInt64Array(buffer, PARTS_AT + index * PART_WORDS * 8, PART_WORDS),
    );
    this.pulse = new Pulse(new Int32Array(buffer, WORD_PULSE * 4, Pulse.BYTES / 4));
  }

  /** The memory for a job with so many destinations. */
  static allocate(destinations: number): SharedArrayBuffer {
    return new SharedArrayBuffer(PARTS_AT + destinations * PART_WORDS * 8);
  }

  get control(): Control {
    return CONTROLS[Atomics.load(this.#words, WORD_CONTROL)] ?? 'cancelKeep';
  }

  /** Sets the control word and wakes a waiting engine. A cancelled job stays cancelled, unless it is abandoned. */
  setControl(control: Control): void {
    const now = this.control;
    if (now !== 'run' && now !== 'pause' && control !== 'abandon') return;
    Atomics.store(this.#words, WORD_CONTROL, CONTROLS.indexOf(control));
    Atomics.notify(this.#words, WORD_CONTROL);
  }

  /** Blocks this thread while the job is paused, in steps of at most `stepMs`. Engine side only. */
  waitWhilePaused(stepMs: number): void {
    const paused = CONTROLS.indexOf('pause');
    while (this.control === 'pause') Atomics.wait(this.#words, WORD_CONTROL, paused, stepMs);
  }

  /** The phase of this part. */
  get phase(): Phase {
    return phaseOf(this.#own);
  }

  setPhase(phase: Phase): void {
    Atomics.store(this.#own, PART_PHASE, BigInt(PHASES.indexOf(phase)));
  }

  /** The phase of the part that is least far, of those that have not ended. */
  get earliestPhase(): Phase {
    const running = this.#parts.filter((part) => Atomics.load(part, PART_ENDED) === 0n);
    const phases = (running.length > 0 ? running : this.#parts).map(phaseOf);
    return PHASES.find((phase) => phases.includes(phase)) ?? 'planning';
  }

  add(counter: Counter, amount: number): void {
    Atomics.add(this.#own, COUNTERS.indexOf(counter), BigInt(amount));
  }

  set(counter: Counter, value: number): void {
    Atomics.store(this.#own, COUNTERS.indexOf(counter), BigInt(value));
  }

  get(counter: Counter): number {
    return valueIn(this.#own, counter);
  }

  /** The sums of all counters over all parts, at about one moment. No work is planned before it is in every part. */
  counters(): CounterValues {
    const values = Object.fromEntries(
      COUNTERS.map((counter) => [counter, this.#parts.reduce((sum, part) => sum + valueIn(part, counter), 0)]),
    ) as Record<Counter, number>;
    const isPlanned = this.#parts.every((part) => valueIn(part, 'workPlanned') > 0);
    return isPlanned ? values : { ...values, workPlanned: 0 };
  }

  /** This part is at its end, however far it came: nothing is to be expected of it any more. */
  endPart(): void {
    if (this.get('workPlanned') === 0) this.set('workPlanned', 1);
    this.set('workDone', this.get('workPlanned'));
    Atomics.store(this.#own, PART_ENDED, 1n);
  }

  /** Names the item at hand. Odd versions mark a write in progress, so that a reader never shows half a name. */
  setCurrentPath(path: PathText): void {
    const bytes = toBytes(path).subarray(0, PATH_MAX);
    Atomics.add(this.#words, WORD_PATH_VERSION, 1);
    bytes.copy(this.#path);
    Atomics.store(this.#words, WORD_PATH_LENGTH, bytes.length);
    Atomics.add(this.#words, WORD_PATH_VERSION, 1);
  }

  /** The item at hand, or undefined where it is just being changed. Cut after 1024 bytes. */
  currentPath(): PathText | undefined {
    const before = Atomics.load(this.#words, WORD_PATH_VERSION);
    const bytes = Buffer.from(this.#path.subarray(0, Atomics.load(this.#words, WORD_PATH_LENGTH)));
    const after = Atomics.load(this.#words, WORD_PATH_VERSION);
    return before === after && before % 2 === 0 ? fromBytes(bytes) : undefined;
  }

  /** Batches of outcomes the host has taken; the engine does not run further ahead than a fixed number. */
  get batchesTaken(): number {
    return Atomics.load(this.#words, WORD_BATCHES_TAKEN);
  }

  /** Host side: one more batch was taken. */
  takeBatch(): void {
    Atomics.add(this.#words, WORD_BATCHES_TAKEN, 1);
    Atomics.notify(this.#words, WORD_BATCHES_TAKEN);
  }

  /** Engine side: waits at most `milliseconds` until the host takes another batch than number `seen`. */
  waitForBatch(seen: number, milliseconds: number): void {
    Atomics.wait(this.#words, WORD_BATCHES_TAKEN, seen, milliseconds);
  }

  get #own(): BigInt64Array {
    const own = this.#parts[this.part];
    if (own === undefined) throw new Error(`there is no part ${this.part} in this memory`);
    return own;
  }
}

function phaseOf(part: BigInt64Array): Phase {
  return PHASES[Number(Atomics.load(part, PART_PHASE))] ?? 'planning';
}

function valueIn(part: BigInt64Array, counter: Counter): number {
  return Number(Atomics.load(part, COUNTERS.indexOf(counter)));
}
