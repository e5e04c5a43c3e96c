/** Operations of the kernel on a FUSE file system that a rule can be made for and that the log tells of. */
export type OperationName =
  | 'lookup'
  | 'getattr'
  | 'setattr'
  | 'readlink'
  | 'symlink'
  | 'mkdir'
  | 'unlink'
  | 'rmdir'
  | 'rename'
  | 'link'
  | 'open'
  | 'create'
  | 'read'
  | 'write'
  | 'flush'
  | 'release'
  | 'fsync'
  | 'opendir'
  | 'readdir'
  | 'releasedir'
  | 'fsyncdir'
  | 'statfs';

/** What goes wrong with an operation. */
export type Fault =
  /** It fails. With `from` of the rule a read or write is served up to there first, and fails only at that very byte. */
  | { readonly kind: 'error'; readonly code: string }
  /** A read or write of no more than so many bytes. */
  | { readonly kind: 'short'; readonly bytes: number }
  /** Reads find the end of the file at `from` of the rule, whatever size the file says it has. */
  | { readonly kind: 'end' }
  /** One bit of the byte at this offset of the file is read or written wrong. */
  | { readonly kind: 'flip'; readonly at: number }
  /** One bit of the byte at this offset of each read or write is wrong. */
  | { readonly kind: 'flipWithin'; readonly at: number }
  /** A write is acknowledged and forgotten. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** It is not answered until the test releases it, or never. */
  | { readonly kind: 'hold' }
  /** What `statfs` says of blocks that are free; the truth is not asked. */
  | { readonly kind: 'space'; readonly freeBlocks: number };

/** Which operations a fault befalls. Of several rules that match the first counts. */
export interface Rule {
  readonly op: OperationName;
  /** The path below the mount point ends with this. */
  readonly path?: string;
  /** Only reads and writes that reach beyond this offset. */
  readonly from?: number;
  /** Only reads and writes of at least so many bytes. */
  readonly minLength?: number;
  /** The first so many matches are left alone. */
  readonly skip?: number;
  /** No more than so many are befallen. */
  readonly times?: number;
  readonly fault: Fault;
}

/** One operation of the kernel, in the order in which they arrived. */
export interface LoggedOperation {
  readonly op: OperationName;
  /** Below the mount point, without a leading slash; `''` is the root. */
  readonly path: string;
  /** Where a rename or a link leads to. */
  readonly to?: string;
  readonly offset?: number;
  readonly length?: number;
  /** Name of the error that was the answer. */
  error?: string;
  /** It waits for its release. */
  held?: boolean;
}

/** What the test asks of the daemon. Each request is answered by one {@link Answer} with its number. */
export type Request = { readonly id: number } & (
  | { readonly type: 'rules'; readonly rules: readonly Rule[] }
  | { readonly type: 'log' }
  | { readonly type: 'release' }
  /** Puts a mark into the recording. */
  | { readonly type: 'mark'; readonly number: number }
);

/** What the daemon says. `mounted` comes once, at the start. */
export type Answer =
  | { readonly type: 'mounted' }
  | { readonly type: 'done'; readonly id: number; readonly log: readonly LoggedOperation[] };

/** The rules in force, and how often each has matched. */
export class RuleBook {
  #rules: { readonly rule: Rule; matches: number }[] = [];

  set(rules: readonly Rule[]): void {
    this.#rules = rules.map((rule) => ({ rule, matches: 0 }));
  }

  /** The rule that befalls an operation, if any; counts the match. */
  pick(operation: LoggedOperation): Rule | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (!applies(rule, operation)) continue;
      const match = entry.matches++;
      const skip = rule.skip ?? 0;
      if (match >= skip && match < skip + (rule.times ?? Number.POSITIVE_INFINITY)) return rule;
    }
    return undefined;
  }
}

function applies(rule: Rule, { op, path, offset = 0, length = 0 }: LoggedOperation): boolean {
  if (rule.op !== op || !path.endsWith(rule.path ?? '')) return false;
  if (length < (rule.minLength ?? 0)) return false;
  return rule.from === undefined || offset + length > rule.from;
}
