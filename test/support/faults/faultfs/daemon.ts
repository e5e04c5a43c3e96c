// A FUSE file system that passes a folder through and fails as it is told. A program of its own, so that it answers
// while the test waits: daemon BACKING_FOLDER MOUNT_POINT [RECORDING], with an IPC channel for rules and log. Needs root.
import { spawnSync } from 'node:child_process';
import { openSync, read, writevSync } from 'node:fs';
import { constants } from 'node:os';
import { childOf, FuseError, InodeTable } from './inodes';
import { Operations } from './operations';
import {
  answerHeader,
  initAnswer,
  type KernelRequest,
  nameAt,
  OPCODE_INIT,
  OPCODE_RENAME2,
  OPCODES,
  parseRequest,
  REQUEST_BYTES,
  UNANSWERED,
} from './protocol';
import { Recorder } from './recording';
import { type Answer, type LoggedOperation, type OperationName, type Request, type Rule, RuleBook } from './rules';

const ENOSYS = -38;
const EIO = -5;
/** Errors of Linux that Node has no names for. */
const UNNAMED = { EUCLEAN: 117, ENOMEDIUM: 123 };
/** Where the name stands in the body of an operation that has one. */
const NAME_AT: Partial<Record<OperationName, number>> = {
  lookup: 0,
  symlink: 0,
  unlink: 0,
  rmdir: 0,
  mkdir: 8,
  create: 16,
};

const [backing = '', mountPoint = '', recording] = process.argv.slice(2);
const device = openSync('/dev/fuse', 'r+');
const inodes = new InodeTable(backing);
const recorder = recording === undefined ? undefined : new Recorder(openSync(recording, 'a'));
const operations = new Operations(inodes, recorder);
const rules = new RuleBook();
const buffer = Buffer.alloc(REQUEST_BYTES);
const log: LoggedOperation[] = [];
const held: (() => void)[] = [];

function mount(): void {
  const options = 'fd=3,rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other';
  const args = ['-i', '-t', 'fuse', '-o', options, 'faultfs', mountPoint];
  const { status, stderr } = spawnSync('mount', args, { stdio: ['ignore', 'ignore', 'pipe', device] });
  if (status !== 0) throw new Error(`mount: ${String(stderr)}`);
}

function listen(): void {
  read(device, buffer, 0, buffer.length, null, (error, length) => {
    if (error?.code === 'ENODEV') process.exit(0);
    if (error === null) receive(parseRequest(buffer.subarray(0, length)));
    else if (!['EINTR', 'ENOENT', 'EAGAIN'].includes(error.code ?? '')) throw error;
    listen();
  });
}

function receive(request: KernelRequest): void {
  const op = OPCODES[request.opcode];
  if (op !== undefined) befall(op, request);
  else if (request.opcode === OPCODE_INIT) answer(request, 0, initAnswer());
  else if (!UNANSWERED.has(request.opcode)) answer(request, ENOSYS);
}

function befall(op: OperationName, request: KernelRequest): void {
  const entry = describe(op, request);
  const rule = rules.pick(entry);
  log.push(entry);
  const go = () => serve(op, request, entry, rule);
  if (rule?.fault.kind === 'hold') {
    entry.held = true;
    held.push(() => {
      entry.held = false;
      go();
    });
  } else if (rule?.fault.kind === 'delay') setTimeout(go, rule.fault.milliseconds);
  else go();
}

function serve(op: OperationName, request: KernelRequest, entry: LoggedOperation, rule: Rule | undefined): void {
  try {
    if (rule?.fault.kind === 'error' && (rule.from ?? 0) <= (entry.offset ?? 0)) {
      throw new FuseError(errnoNamed(rule.fault.code));
    }
    answer(request, 0, operations.run(op, request, rule));
  } catch (error) {
    const errno = errnoOf(error);
    entry.error = Object.entries(constants.errno).find(([, number]) => number === -errno)?.[0] ?? String(errno);
    answer(request, errno);
  }
}

/** The number that the kernel takes for the name of an error, such as `EIO`. */
function errnoNamed(code: string): number {
  const known = { ...constants.errno, ...UNNAMED };
  const number = Object.entries(known).find(([name]) => name === code)?.[1];
  return number === undefined ? EIO : -number;
}

function errnoOf(error: unknown): number {
  if (error instanceof Error && 'errno' in error && typeof error.errno === 'number') return error.errno;
  process.stderr.write(`faultfs: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EIO;
}

function answer({ unique }: KernelRequest, error: number, payload: Buffer = Buffer.alloc(0)): void {
  try {
    writevSync(device, [answerHeader(unique, error, payload.length), payload]);
  } catch (failure) {
    // ENOENT: who asked was interrupted meanwhile and waits no longer.
    if (!(failure instanceof Error && 'code' in failure && failure.code === 'ENOENT')) throw failure;
  }
}

/** What the log tells of a request. */
function describe(op: OperationName, { opcode, node, body }: KernelRequest): LoggedOperation {
  const path = pathOf(node);
  const nameStart = NAME_AT[op];
  if (nameStart !== undefined) return { op, path: childOf(path, nameAt(body, nameStart).name) };
  if (op === 'read' || op === 'write') {
    return { op, path, offset: Number(body.readBigUInt64LE(8)), length: body.readUInt32LE(16) };
  }
  if (op === 'link') {
    return { op, path: pathOf(body.readBigUInt64LE(0)), to: childOf(path, nameAt(body, 8).name) };
  }
  if (op === 'rename') {
    const { name, next } = nameAt(body, opcode === OPCODE_RENAME2 ? 16 : 8);
    const to = childOf(pathOf(body.readBigUInt64LE(0)), nameAt(body, next).name);
    return { op, path: childOf(path, name), to };
  }
  return { op, path };
}

/** The path of a file; a file that has lost its name is told as such. */
function pathOf(node: bigint): string {
  try {
    return inodes.pathOf(node);
  } catch {
    return '(no name)';
  }
}

process.on('message', (request: Request) => {
  if (request.type === 'rules') rules.set(request.rules);
  if (request.type === 'release') for (const go of held.splice(0)) go();
  if (request.type === 'mark') recorder?.marked(request.number);
  tell({ type: 'done', id: request.id, log: request.type === 'log' ? log : [] });
});
// The test is gone: so is the file system.
process.on('disconnect', () => process.exit(0));

function tell(message: Answer): void {
  process.send?.(message);
}

mount();
listen();
tell({ type: 'mounted' });
