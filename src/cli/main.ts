import { join } from 'node:path';
import { startEngineThread } from '../client/engine/engineThread';
import { stackOf } from '../engine/model/failure/thrown';
import { APPLICATION } from './application';
import { EXIT } from './output/exitStatus';

const workerPath = join(__dirname, 'worker.js');

// The engine thread takes as long to start as the command line takes to load, so both begin at once: here is only what is
// needed for that, and the rest is a bundle of its own.
const ahead = process.argv[2] === 'copy' ? startEngineThread(workerPath, { application: APPLICATION }) : undefined;
// Wrong usage ends the process without it.
ahead?.unref();
// Where it dies before a job takes it over, the job gets another one, which tells why.
ahead?.on('error', () => {});

import('./commandLine.js')
  .then(({ runCommandLine }) => runCommandLine({ workerPath, ...(ahead && { ahead }) }))
  .then(
    (status) => {
      process.exitCode = status;
      // The threads need not be taken down one by one; only what is still to be written is waited for.
      if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
    },
    (error: unknown) => {
      process.stderr.write(`evidence-copy: ${stackOf(error)}\n`);
      process.exitCode = EXIT.failed;
    },
  );
