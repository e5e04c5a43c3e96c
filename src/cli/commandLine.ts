import type { Worker } from 'node:worker_threads';
import { EngineClient } from '../client/engine/engineClient';
import { findJobs } from '../client/engine/findJobs';
import type { Patience } from '../engine/model/job/patience';
import { printable } from '../engine/model/text/pathText';
import { VERSION } from '../engine/model/version';
import { APPLICATION } from './application';
import type { Command } from './arguments/command';
import { parseCommand } from './arguments/parseCommand';
import { rawArguments } from './arguments/rawArguments';
import { USAGE } from './arguments/usage';
import { UsageError } from './arguments/usageError';
import { EXIT } from './output/exitStatus';
import { Terminal } from './output/terminal';
import { runCompare } from './run/compareCommand';
import { type CommandContext, runCopy } from './run/copyCommand';
import { Interruption } from './run/interruption';
import { loadJobFiles } from './run/loadJobFiles';
import { runResume } from './run/resumeCommand';
import { runBatch } from './run/runCommand';
import { runSelfTestCommand } from './run/selfTestCommand';
import { runVerify } from './run/verifyCommand';
import { waitForAbandoned } from './run/waitForAbandoned';

/** Where the engine runs. */
export interface Engine {
  /** Absolute path of the bundled engine thread. */
  readonly workerPath: string;
  /** A thread that was started ahead for the first job. */
  readonly ahead?: Worker;
}

/** Runs the command line of this process and gives its exit status. */
export async function runCommandLine(engine: Engine): Promise<number> {
  const args = rawArguments();
  const terminal = new Terminal(process.stdout, process.stderr);
  try {
    return await execute(parseCommand(args, process.cwd()), terminal, engine);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (args.includes('--json')) terminal.json({ type: 'usageError', message: error.message, ...error.details });
    else terminal.error(`evidence-copy: ${error.message}\nSee evidence-copy --help.\n`);
    return EXIT.usage;
  }
}

/** Throws a {@link UsageError} where nothing was begun. */
async function execute(command: Command, terminal: Terminal, engine: Engine): Promise<number> {
  switch (command.name) {
    case 'help':
      terminal.text(USAGE);
      return EXIT.done;
    case 'version':
      terminal.text(`evidence-copy ${VERSION}\n`);
      return EXIT.done;
    case 'run': {
      const jobs = await loadJobFiles(command.files);
      const notes = jobs.flatMap((job) => job.notes.map((note) => `${printable(job.file)}: ${note}`));
      return withEngine(engine, terminal, command.patience, notes, (context) =>
        runBatch(jobs, command.output, context),
      );
    }
    case 'copy':
      return withEngine(engine, terminal, command.patience, command.notes, (context) => runCopy(command, context));
    case 'resume':
      return withEngine(engine, terminal, command.patience, [], (context) => runResume(command, context));
    case 'verify':
      return withInterruption(terminal, (interruption) =>
        runVerify(command, engine.workerPath, terminal, interruption),
      );
    case 'self-test':
      return withInterruption(terminal, (interruption) =>
        runSelfTestCommand(command, engine.workerPath, terminal, interruption),
      );
    case 'compare':
      return withEngine(engine, terminal, command.patience, command.notes, (context) => runCompare(command, context));
    default:
      return command satisfies never;
  }
}

async function withInterruption(
  terminal: Terminal,
  run: (interruption: Interruption) => Promise<number>,
): Promise<number> {
  const interruption = new Interruption(process, terminal);
  try {
    return await run(interruption);
  } finally {
    interruption.dispose();
  }
}

async function withEngine(
  { workerPath, ahead }: Engine,
  terminal: Terminal,
  patience: Patience,
  notes: readonly string[],
  run: (context: CommandContext) => Promise<number>,
): Promise<number> {
  for (const note of notes) terminal.error(`Note: ${note}\n`);
  const client = new EngineClient({
    workerPath,
    ...(ahead && { ahead }),
    application: APPLICATION,
    patience: () => patience,
    log: (level, message) => terminal.error(`${level}: ${message}\n`),
  });
  const interruption = new Interruption(process, terminal);
  try {
    const { abandoned } = client;
    const find: CommandContext['find'] = (folder, recordsDir) => findJobs(workerPath, folder, recordsDir);
    return await run({ client, abandoned, terminal, interruption, find });
  } finally {
    interruption.dispose();
    await client.dispose();
    await waitForAbandoned(client.abandoned, terminal);
  }
}
