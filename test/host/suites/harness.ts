import { writeFileSync } from 'node:fs';

/** A test with its name; it fails by rejecting. */
export type NamedTest = readonly [name: string, body: () => Promise<void>];

/** A test that takes longer has failed: a suite that hangs would give no result at all. */
const LIMIT_MS = 60_000;

/**
 * Runs tests one after another inside VS Code and writes how many passed and failed to the file that `SUITE_RESULT`
 * names. Only that file counts as a pass: a host that crashes also ends with status 0.
 * @throws {Error} if a test failed, so that the host ends with another status than 0
 */
export async function runTests(tests: readonly NamedTest[]): Promise<void> {
  let failed = 0;
  for (const [name, body] of tests) {
    try {
      await within(LIMIT_MS, body());
      report(`ok ${name}`);
    } catch (error) {
      failed++;
      report(`not ok ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  const path = process.env['SUITE_RESULT'];
  if (path !== undefined) writeFileSync(path, JSON.stringify({ passed: tests.length - failed, failed }));
  if (failed > 0) throw new Error(`${failed} of ${tests.length} tests failed`);
}

/** Waits until `condition` gives a value, looking every 20 ms. */
export async function eventually<Value>(what: string, condition: () => Value | undefined | false): Promise<Value> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function report(line: string): void {
  // The host passes its console on to whoever started it.
  // biome-ignore lint/suspicious/noConsole: this is the report
  console.log(line);
}
