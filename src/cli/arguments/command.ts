import type { AuditRequest } from '../../engine/model/audit/audit';
import type { JobRequest } from '../../engine/model/job/job';
import type { Patience } from '../../engine/model/job/patience';
import type { PathText } from '../../engine/model/text/pathText';

/** How a command tells what it does. */
export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A job from the command line; `notes` tell what was adjusted. */
export interface JobCommand {
  readonly name: 'copy' | 'compare';
  readonly request: JobRequest;
  readonly output: OutputOptions;
  readonly patience: Patience;
  readonly notes: readonly string[];
}

/** A batch from the command line. */
export interface RunCommand {
  readonly name: 'run';
  /** Absolute paths of the job files, in the order in which they run. */
  readonly files: readonly PathText[];
  readonly output: OutputOptions;
  readonly patience: Patience;
}

/** A further attempt from the command line. */
export interface ResumeCommand {
  readonly name: 'resume';
  /** Absolute path of the destination in which a job was left. */
  readonly folder: PathText;
  /** Absolute path of the folder where its records are, if not in the destination. */
  readonly recordsDir?: PathText;
  readonly output: OutputOptions;
  readonly patience: Patience;
}

/** An audit from the command line. */
export interface VerifyCommand {
  readonly name: 'verify';
  readonly request: AuditRequest;
  readonly output: OutputOptions;
}

/** A self-test from the command line. */
export interface SelfTestCommand {
  readonly name: 'self-test';
  /** Absolute path of the folder it is made in. */
  readonly destination: PathText;
  readonly output: OutputOptions;
}

/** What one command line asks for. */
export type Command =
  | JobCommand
  | RunCommand
  | ResumeCommand
  | VerifyCommand
  | SelfTestCommand
  | { readonly name: 'help' }
  | { readonly name: 'version' };

/** A command without what stands beside all of them, and is read for all of them alike. */
export type ParsedOf<C extends Command> = Omit<C, 'output' | 'patience'>;
