import { join } from 'node:path';
import { EngineClient } from '../client/engineClient';
import { VERSION } from '../engine/model/version';
import { runCompare } from './compareCommand';
import { runCopy } from './copyCommand';
import { EXIT } from './exitStatus';
import { Interruption } from './interruption';
import { type Command, type JobCommand, parseCommand, UsageError } from './parseCommand';
import { rawArguments } from './rawArguments';
import { Terminal } from './terminal';
import { USAGE } from './usage';

/** Runs one command line and gives its exit status. */
async function main(args: readonly string[]): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr);
  let command: Command;
  try {
    command = parseCommand(args, process.cwd());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (args.includes('--json')) terminal.json({ type: 'usageError', message: error.message });
    else terminal.error(`evidence-copy: ${error.message}\nSee evidence-copy --help.\n`);
    return EXIT.usage;
  }
  switch (command.name) {
    case 'help':
      terminal.text(USAGE);
      return EXIT.done;
    case 'version':
      terminal.text(`evidence-copy ${VERSION}\n`);
      return EXIT.done;
    default:
      return runJobCommand(command, terminal);
  }
}

async function runJobCommand(command: JobCommand, terminal: Terminal): Promise<number> {
  for (const note of command.notes) terminal.error(`Note: ${note}\n`);
  const client = new EngineClient({
    workerPath: join(__dirname, 'worker.js'),
    log: (level, message) => terminal.error(`${level}: ${message}\n`),
  });
  const interruption = new Interruption(process, terminal);
  try {
    const context = { client, terminal, interruption };
    return command.name === 'copy' ? await runCopy(command, context) : await runCompare(command, context);
  } finally {
    interruption.dispose();
    await client.dispose();
  }
}

main(rawArguments()).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`evidence-copy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.failed;
  },
);
