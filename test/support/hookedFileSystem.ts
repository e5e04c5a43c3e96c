import type { FileSystem, Folder, OpenFile } from '../../src/engine/fs/fileSystem';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { SystemError } from '../../src/engine/fs/systemError';

type Methods<T> = { [K in keyof T]: T[K] extends (...args: never[]) => unknown ? K : never }[keyof T] & string;

/** Every call of the port: `folder.sync`, `file.read`, and `folder.next` for each step of a listing. */
export type CallKind = `folder.${Methods<Folder>}` | 'folder.next' | `file.${Methods<OpenFile>}` | 'system.openFolder';

/** One call of the engine to the file system. */
export interface Call {
  readonly kind: CallKind;
  /** Absolute path of what the call is about, as far as the port knows it. */
  readonly path: string;
  /** Its number among the calls of its kind, from 1, and among all calls. */
  readonly number: number;
  readonly total: number;
  readonly args: readonly unknown[];
}

/** What a test does at a call. What `before` and `after` throw, the call throws. */
export interface Hooks {
  before?(call: Call): void;
  /** Called with what the call returned. */
  after?(call: Call, result: unknown): void;
  /** Gives the result of `folder.find`, `folder.facts` or a `stat` instead of the true one. */
  answer?(call: Call, result: unknown): unknown;
  /** The most bytes that a `file.read` or `file.write` moves. */
  most?(call: Call): number | undefined;
}

const ANSWERED: ReadonlySet<CallKind> = new Set(['folder.find', 'folder.facts', 'folder.stat', 'file.stat']);

/** The file system of this machine with something done before and after its calls. Passes everything else through. */
export function hookedFileSystem(hooks: Hooks, inner: FileSystem = nodeFileSystem): FileSystem {
  return new Hooked(hooks).system(inner);
}

/** A failed system call, as the port throws it. */
export function systemError(code: string, call: Call): SystemError {
  return new SystemError(code, call.kind.slice(call.kind.indexOf('.') + 1), call.path, `injected (${code})`);
}

/** Hooks that let the calls fail for which `isMeant` says so; `fired` counts them. */
export function failing(code: string, isMeant: (call: Call) => boolean): Hooks & { fired: number } {
  const hooks = {
    fired: 0,
    before(call: Call) {
      if (!isMeant(call)) return;
      hooks.fired++;
      throw systemError(code, call);
    },
  };
  return hooks;
}

class Hooked {
  readonly #counts = new Map<CallKind, number>();
  #total = 0;

  constructor(private readonly hooks: Hooks) {}

  system(inner: FileSystem): FileSystem {
    return {
      fetchedByThread: () => inner.fetchedByThread(),
      evict: (file) => inner.evict((WRAPPED.get(file) as OpenFile | undefined) ?? file),
      flushAround: (file) => inner.flushAround((WRAPPED.get(file) as OpenFile | undefined) ?? file),
      flushMeanwhile: (file) => inner.flushMeanwhile((WRAPPED.get(file) as OpenFile | undefined) ?? file),
      isSameForAll: false,
      openFolder: (path) => this.#folder(this.#call('system.openFolder', path, [path], () => inner.openFolder(path))),
    };
  }

  #folder(target: Folder): Folder {
    return this.#wrap('folder', target, (result) => {
      if (typeof result !== 'object' || result === null) return result;
      if ('names' in result) return this.#folder(result as Folder);
      if ('truncate' in result) return this.#file(result as OpenFile);
      return result;
    });
  }

  #file(target: OpenFile): OpenFile {
    return this.#wrap('file', target, (result) => result);
  }

  #wrap<T extends Folder | OpenFile>(side: 'folder' | 'file', target: T, wrapResult: (result: unknown) => unknown): T {
    const proxy = new Proxy<T>(target, {
      get: (_, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          const kind = `${side}.${String(key)}` as CallKind;
          const args = given.map((argument) => WRAPPED.get(argument as object) ?? argument);
          const name = args.findLast((argument) => typeof argument === 'string' && kind !== 'folder.makeLink');
          const about = kind === 'folder.makeLink' ? args[0] : name;
          const path = side === 'folder' && typeof about === 'string' ? `${target.path}/${about}` : target.path;
          const result = this.#call(kind, path, args, (passed) => Reflect.apply(value, target, passed));
          return kind === 'folder.names' ? this.#listing(result as Iterator<string>, path) : wrapResult(result);
        };
      },
    });
    WRAPPED.set(proxy, target);
    return proxy;
  }

  *#listing(names: Iterator<string>, path: string): IterableIterator<string> {
    try {
      for (;;) {
        const next = this.#call('folder.next', path, [], () => names.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      names.return?.();
    }
  }

  #call<T>(kind: CallKind, path: string, args: unknown[], run: (args: unknown[]) => T): T {
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    const call: Call = { kind, path, number, total: ++this.#total, args };
    this.hooks.before?.(call);
    const result = run(this.#limited(call, args));
    this.hooks.after?.(call, result);
    return ANSWERED.has(kind) && this.hooks.answer !== undefined ? (this.hooks.answer(call, result) as T) : result;
  }

  #limited(call: Call, args: unknown[]): unknown[] {
    if (call.kind !== 'file.read' && call.kind !== 'file.write') return args;
    const most = this.hooks.most?.(call);
    if (most === undefined) return args;
    const at = call.kind === 'file.read' ? 1 : 2;
    return args.map((argument, index) => (index === at ? Math.min(most, Number(argument)) : argument));
  }
}

/** What the wrappers stand for: the port compares folders with its own class. */
const WRAPPED = new WeakMap<object, object>();
