import type { DigestSource, DigestStock } from '../digests/digester';
import { failureFrom, onSource, sourceFailure } from '../fs/failures';
import type { FileSystem, Folder } from '../fs/fileSystem';
import { SystemError } from '../fs/systemError';
import { CancelledError, JobControl } from '../jobControl';
import type { AuditRequest, AuditSummary } from '../model/audit';
import { FailureError } from '../model/failure';
import { failureText } from '../model/failureText';
import { compareGrades, type Grade, lowerGrade } from '../model/grade';
import type { PathText } from '../model/pathText';
import type { SharedState } from '../model/sharedState';
import { UncachedReader } from '../verify/uncachedReader';
import { digestsOf } from './algorithms';
import { writeAuditRecord } from './auditRecord';
import { type Met, walkTree } from './auditTree';
import { checkBag } from './bag';
import { type Against, chooseManifest } from './chooseManifest';
import type { Expected } from './expectations';
import { Findings } from './findings';
import { LostFiles } from './lostFiles';

/** What an audit needs of the machine. */
export interface AuditServices {
  readonly fs: FileSystem;
  readonly digests: DigestStock;
}

/** Work for an item besides its bytes, in the bytes that take as long. */
const ITEM_WORK = 40_000;

/**
 * Holds a folder against its manifest: every file is read, past the memory of the system where that can be proved, and
 * everything that is there or listed is accounted for exactly once. Nothing is written, unless a folder for records was
 * named. Throws {@link import('./refusal').AuditRefusal} where it cannot begin, and a failure where the folder cannot be
 * read at all.
 */
export async function auditFolder(
  request: AuditRequest,
  services: AuditServices,
  shared: SharedState,
): Promise<AuditSummary> {
  const started = { at: new Date(), by: performance.now() };
  const folder = onSource(() => services.fs.openFolder(request.folder));
  try {
    const findings = new Findings();
    const against = chooseManifest(services.fs, folder, request.manifest, findings);
    const algorithms = against.expectations.algorithms;
    const digests = await digestsOf(algorithms, services.digests);
    const audit = new Audit(folder, against, findings, digests, new UncachedReader(services.fs), shared);
    const isCancelled = !audit.run();
    const summary: AuditSummary = {
      folder: request.folder,
      ...audit.result(isCancelled),
      against: against.text,
      algorithms: [...algorithms],
      startedAt: started.at.toISOString(),
      durationMs: Math.round(performance.now() - started.by),
      recordsDir: null,
    };
    return request.recordsDir === undefined ? summary : writeAuditRecord(services.fs, request.recordsDir, summary);
  } finally {
    folder.close();
  }
}

class Audit {
  readonly #control: JobControl;
  readonly #grades: Partial<Record<Grade, number>> = {};
  /** Files that nobody lists, to be looked at once more for those that were moved. */
  readonly #strangers: PathText[] = [];
  #grade: Grade | null = null;
  #gradeReason: string | null = null;
  #matched = 0;
  #bytes = 0;
  readonly #payload = { bytes: 0, files: 0 };

  constructor(
    private readonly folder: Folder,
    private readonly against: Against,
    private readonly findings: Findings,
    private readonly digests: DigestSource<string>,
    private readonly reader: UncachedReader,
    private readonly shared: SharedState,
  ) {
    this.#control = new JobControl(shared);
  }

  /** Walks twice: to know how much there is, and to read it. False where a person cancelled it. */
  run(): boolean {
    try {
      this.shared.setPhase('planning');
      this.#measure();
      this.shared.setPhase('validating');
      this.#walk((met) => this.#meet(met));
      this.#settleStrangers();
      if (this.against.bag !== undefined) {
        checkBag(this.against.bag, this.#payload, this.against.expectations, this.findings);
      }
      return true;
    } catch (error) {
      if (error instanceof CancelledError) return false;
      throw error;
    }
  }

  result(isCancelled: boolean) {
    const { counts, isEmpty, changed, missing, moved, unlisted, errors, warnings } = this.findings;
    const { bag } = this.against;
    const isComplete = counts.missing + counts.unlisted + counts.moved + counts.errors === 0;
    return {
      status: isCancelled ? ('cancelled' as const) : isEmpty ? ('passed' as const) : ('failed' as const),
      matched: this.#matched,
      bytes: this.#bytes,
      ...{ changed, missing, moved, unlisted, errors, counts, warnings },
      grade: this.#grade,
      gradeReason: this.#gradeReason,
      gradeCounts: this.#grades,
      bag: bag === undefined || isCancelled ? null : { version: bag.version, isComplete, isValid: isEmpty },
    };
  }

  #measure(): void {
    let bytes = 0;
    let items = 0;
    this.#walk(({ stat }) => {
      if (stat.kind === 'file') bytes += stat.size;
      this.shared.set('itemsPlanned', ++items);
    }, false);
    this.shared.set('bytesPlanned', bytes);
    this.shared.set('workPlanned', bytes + items * ITEM_WORK);
  }

  #walk(visit: (met: Met) => void, tells = true): void {
    walkTree(this.folder, {
      visit: (met) => {
        this.#control.checkpoint();
        visit(met);
      },
      unreadable: (path, cause) => {
        if (tells) this.findings.add('errors', { path, detail: `it cannot be looked into: ${cause}` });
      },
      isListed: (path) => this.against.expectations.find(path) !== undefined,
    });
  }

  #meet(met: Met): void {
    const { path, stat } = met;
    this.shared.setCurrentPath(path);
    const expected = this.against.expectations.find(path);
    if (this.against.bag !== undefined && stat.kind === 'file' && path.startsWith('data/')) {
      this.#payload.files++;
      this.#payload.bytes += stat.size;
    }
    if (expected === undefined) this.#meetStranger(met);
    else {
      expected.isMet = true;
      if (stat.kind !== expected.kind) {
        this.findings.add('changed', { path, detail: `it is a ${stat.kind}, but listed as a ${expected.kind}` });
      } else if (stat.kind === 'file') this.#check(met, expected);
    }
    this.shared.add('workDone', ITEM_WORK);
    this.shared.add('itemsDone', 1);
  }

  /** Lists of digests know no folders, so only what has a name of its own can be one too many. */
  #meetStranger({ path, stat }: Met): void {
    if (stat.kind === 'folder' || !this.against.mustBeListed(path)) return;
    if (stat.kind === 'file') this.#strangers.push(path);
    else this.findings.add('unlisted', { path, detail: `a ${stat.kind} that is not listed` });
  }

  #check({ folder, name, path, stat }: Met, expected: Expected): void {
    if (expected.size !== undefined && expected.size !== stat.size) {
      const detail = `${stat.size} bytes instead of ${expected.size}`;
      this.findings.add('changed', { path, detail });
      this.shared.add('workDone', stat.size);
      return;
    }
    const digests = this.#read(folder, name, path, stat.size);
    if (digests === undefined) return;
    const wrong = Object.entries(expected.digests).filter(([algorithm, digest]) => digests[algorithm] !== digest);
    if (wrong.length === 0) {
      this.#matched++;
      return;
    }
    const detail = wrong
      .map(([algorithm, digest]) => `${algorithm} is ${digests[algorithm]}, listed ${digest}`)
      .join('; ');
    this.findings.add('changed', { path, detail });
  }

  /** Undefined where it cannot be read, which is a finding. */
  #read(folder: Folder, name: PathText, path: PathText, size: number): Partial<Record<string, string>> | undefined {
    try {
      const opened = this.reader.open(folder, name, true);
      try {
        const { checkpoint } = this.#control;
        const advance = (bytes: number) => this.shared.add('workDone', bytes);
        const read = this.reader.read(opened, size, {
          digester: this.digests,
          checkpoint,
          advance,
          onError: sourceFailure,
        });
        this.#bytes += read.bytes;
        if (size > 0) this.#count(read.reason);
        return read.digests;
      } finally {
        opened.file.close();
      }
    } catch (error) {
      if (error instanceof CancelledError || !(error instanceof FailureError || error instanceof SystemError))
        throw error;
      const failure = failureFrom(error);
      const at = failure.offset === undefined ? '' : ` (at byte ${failure.offset})`;
      this.findings.add('errors', { path, detail: `${failureText(failure)}${at}` });
      return undefined;
    }
  }

  /** What is lost and has turned up under another name was moved; what is left was never listed. */
  #settleStrangers(): void {
    const { expectations } = this.against;
    const lost = new LostFiles(expectations);
    for (const path of this.#strangers) {
      const digests = lost.isEmpty ? undefined : this.#digestsOf(path);
      const from = digests && lost.takeFor(digests);
      if (from === undefined) this.findings.add('unlisted', { path, detail: 'a file that is not listed' });
      else this.findings.add('moved', { path: from, to: path, detail: 'its content is there under another name' });
    }
    for (const path of lost.rest()) this.findings.add('missing', { path, detail: 'it is listed, but not there' });
    for (const [path, { isMet, kind }] of expectations.entries()) {
      if (isMet || kind === 'file') continue;
      this.findings.add('missing', { path, detail: `a ${kind} that is listed, but not there` });
    }
  }

  #digestsOf(path: PathText): Partial<Record<string, string>> | undefined {
    const names = path.split('/');
    const name = names.pop() ?? '';
    const folders: Folder[] = [];
    try {
      let folder = this.folder;
      for (const each of names) {
        folder = onSource(() => folder.openFolder(each));
        folders.push(folder);
      }
      const size = onSource(() => folder.find(name))?.size;
      return size === undefined ? undefined : this.#read(folder, name, path, size);
    } finally {
      for (const folder of folders.reverse()) folder.close();
    }
  }

  #count(reason: string | undefined): void {
    const grade: Grade = reason === undefined ? 'device' : 'readBack';
    this.#grades[grade] = (this.#grades[grade] ?? 0) + 1;
    if (this.#grade === null || compareGrades(grade, this.#grade) < 0) this.#gradeReason = reason ?? null;
    this.#grade = lowerGrade(this.#grade, grade);
  }
}
