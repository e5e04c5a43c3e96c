import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { CommandFailed, runCommand } from '../../scripts/support/runCommand.mjs';

/** What figures depend on. The load says whether something else was running when the suite began. */
export function describeMachine(): Record<string, string | number | undefined> {
  return {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    loadAtStart: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** The first line of what each program says about its version. */
export async function versionsOf(programs: readonly string[]): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const program of programs) versions[program] = await versionOf(program);
  return versions;
}

async function versionOf(program: string): Promise<string> {
  const argument = { openssl: 'version', hashdeep: '-V' }[program] ?? '--version';
  try {
    return firstLine(await runCommand(program, [argument]));
  } catch (error) {
    // Some tell their version and end as if that were a mistake.
    if (error instanceof CommandFailed) return firstLine(error.output);
    throw error;
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
