import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/**
 * The threads that are started from now on, by whatever runs on this one. The engine does not say which lanes it has,
 * and the `worker` event of the process comes only when the engine waits, so the constructor itself is listened to.
 */
export function startedThreads(): Worker[] {
  const threads: Worker[] = [];
  const builtin: typeof import('node:worker_threads') = createRequire(import.meta.url)('node:worker_threads');
  const original = builtin.Worker;
  const listening = class extends original {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      threads.push(this);
    }
  };
  const install = (replacement: typeof original) => {
    Object.assign(builtin, { Worker: replacement });
    syncBuiltinESMExports();
  };
  install(listening);
  onTestFinished(() => install(original));
  return threads;
}
