import { join } from 'node:path';
import type { CliResult } from '../cli';
import { type FaultFs, faultFs } from './faultfs/client';
import { copying, runBounded } from './processes';
import { KiB, MiB, makeFiles } from './samples';

/** Copies two files and does something while the second is being read. */
export async function copyWhile(
  act: (to: string) => void,
  to: string,
  ...more: string[]
): Promise<{ result: CliResult; source: FaultFs }> {
  const source = await faultFs();
  makeFiles(source.backing, { 'tree/a.bin': 100 * KiB, 'tree/b.bin': 3 * MiB });
  await source.setRules({ op: 'read', path: 'b.bin', times: 1, fault: { kind: 'hold' } });
  const running = runBounded(copying(join(source.folder, 'tree'), to, ...more));
  await source.waitUntilHolding();
  act(to);
  await source.release();
  return { result: await running, source };
}
