import { fromBytes, type PathText, toBytes } from './pathText';
import { PHASES, type Phase } from './phase';
import { Pulse } from './pulse';

/**
 * What the host asks of a running job. The engine looks at it at every buffer. `abandon` is no question any more: the host
 * has told how the job ended, and the thread gives out no further name.
 */
export type Control = 'run' | 'pause' | 'cancelKeep' | 'cancelRemove' | 'abandon';

const CONTROLS: readonly Control[] = ['run', 'pause', 'cancelKeep', 'cancelRemove', 'abandon'];

// Layout: 16 words of 32 bits, then 8 counters of 64 bits, then the current path.
const WORD_CONTROL = 0;
const WORD_PHASE = 1;
const WORD_PATH_VERSION = 2;
const WORD_PATH_LENGTH = 3;
const WORD_BATCHES_TAKEN = 4;
const WORD_PULSE = 8;
const COUNTERS_AT = 64;
const COUNTERS = [
  'bytesPlanned',
  'workPlanned',
  'workDone',
  'itemsPlanned',
  'itemsDone',
  'itemsFailed',
  'bytesProved',
] as const;
const PATH_AT = COUNTERS_AT + COUNTERS.length * 8;
const PATH_MAX = 1024;

/**
 * Bytes, items, or units of work; one unit of work is one byte of one pass (see `work.ts`). `bytesProved` is what the proof
 * lane has read back; the engine's thread adds it to the work that is done.
 */
export type Counter = (typeof COUNTERS)[number];

/** Everything the host sees of a running job without a message. */
export type CounterValues = Readonly<Record<Counter, number>>;

/**
 * The memory that host and engine share during one job: the control word and the counters.
 * Either side wraps the same buffer. Reading never disturbs the writer, so progress cannot slow or break a copy.
 */
export class SharedState {
  readonly #words: Int32Array;
  readonly #counters: BigInt64Array;
  readonly #path: Buffer;
  /** Beats with every system call of the job that returns. */
  readonly pulse: Pulse;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(PATH_AT + PATH_MAX)) {
    this.#words = new Int32Array(buffer, 0, 16);
    this.#counters = new BigInt64Array(buffer, COUNTERS_AT, COUNTERS.length);
    this.#path = Buffer.from(buffer, PATH_AT, PATH_MAX);
    this.pulse = new Pulse(new Int32Array(buffer, WORD_PULSE * 4, Pulse.BYTES / 4));
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

  get phase(): Phase {
    return PHASES[Atomics.load(this.#words, WORD_PHASE)] ?? 'planning';
  }

  setPhase(phase: Phase): void {
    Atomics.store(this.#words, WORD_PHASE, PHASES.indexOf(phase));
  }

  add(counter: Counter, amount: number): void {
    Atomics.add(this.#counters, COUNTERS.indexOf(counter), BigInt(amount));
  }

  set(counter: Counter, value: number): void {
    Atomics.store(this.#counters, COUNTERS.indexOf(counter), BigInt(value));
  }

  get(counter: Counter): number {
    return Number(Atomics.load(this.#counters, COUNTERS.indexOf(counter)));
  }

  /** All counters at about one moment. */
  counters(): CounterValues {
    const values = Object.fromEntries(COUNTERS.map((counter) => [counter, this.get(counter)]));
    return values as Record<Counter, number>;
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
}
