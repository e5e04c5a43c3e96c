import { BAG_PAYLOAD } from '../model/audit/manifestNames';
import type { PathText } from '../model/text/pathText';
import type { AuditReader, Digests } from './auditReader';
import type { Met } from './auditTree';
import { checkBag } from './bag';
import type { Against } from './chooseManifest';
import type { Expected } from './expectations';
import type { Findings } from './findings';
import { LostFiles } from './lostFiles';

/** Holds what is met against what is listed, until each of both is accounted for exactly once. */
export class Accounts {
  /** Files that nobody lists, to be looked at once more for those that were moved. */
  readonly #strangers: PathText[] = [];
  /** What there is of the payload of a bag. */
  readonly #payload = { bytes: 0, files: 0 };
  #matched = 0;

  constructor(
    private readonly against: Against,
    private readonly reader: AuditReader,
    private readonly findings: Findings,
  ) {}

  /** Files whose digests are as listed. */
  get matched(): number {
    return this.#matched;
  }

  isListed(path: PathText): boolean {
    return this.against.expectations.find(path) !== undefined;
  }

  /** Whether a folder is gone through whatever it is called: records are tag files of a bag, and payload of a copy of them. */
  isWalked(path: PathText): boolean {
    const { bag, expectations } = this.against;
    return bag !== undefined || this.isListed(path) || expectations.listsWithin(path);
  }

  /** Meets one thing that is there; a listed file is read. False where only {@link settle} accounts for it. */
  meet(met: Met): boolean {
    const { path, stat } = met;
    if (stat.kind === 'file' && path.startsWith(`${BAG_PAYLOAD}/`)) {
      this.#payload.files++;
      this.#payload.bytes += stat.size;
    }
    const expected = this.against.expectations.find(path);
    if (expected === undefined) return this.#meetStranger(met);
    this.#meetListed(met, expected);
    return true;
  }

  /**
   * Accounts for the rest, once everything that is there was met: what is lost and has turned up under another name was
   * moved; what is left was never listed, or is missing. Calls back for each that was met before.
   */
  settle(accountedFor: () => void): void {
    const { bag, expectations } = this.against;
    const lost = new LostFiles(expectations);
    for (const path of this.#strangers) {
      this.#settleStranger(path, lost);
      accountedFor();
    }
    for (const path of lost.rest()) this.findings.addFor('missing', path, { code: 'notThere', kind: 'file' });
    for (const [path, { isMet, kind }] of expectations.entries()) {
      if (isMet || kind === 'file') continue;
      this.findings.addFor('missing', path, { code: 'notThere', kind });
    }
    if (bag !== undefined) checkBag(bag, this.#payload, expectations, this.findings);
  }

  #meetListed(met: Met, expected: Expected): void {
    const { path, stat } = met;
    expected.isMet = true;
    if (stat.kind !== expected.kind) {
      this.findings.addFor('changed', path, { code: 'kind', actual: stat.kind, listed: expected.kind });
    } else if (expected.size !== undefined && expected.size !== stat.size) {
      this.findings.addFor('changed', path, { code: 'size', actual: stat.size, listed: expected.size });
    } else if (stat.kind === 'file') this.#compare(met, expected);
    else if (expected.target !== undefined) this.#compareLink(met, expected.target);
  }

  #compareLink(met: Met, listed: PathText): void {
    const actual = this.reader.readLink(met);
    if (actual === undefined || actual === listed) return;
    this.findings.addFor('changed', met.path, { code: 'linkTarget', actual, listed });
  }

  #compare(met: Met, expected: Expected): void {
    const digests = this.reader.read(met);
    if (digests === undefined) return;
    const differing = differences(digests, expected.digests);
    if (differing.length === 0) this.#matched++;
    else this.findings.addFor('changed', met.path, { code: 'digests', differing });
  }

  /** Lists of digests know no folders, so only what has a name of its own can be one too many. */
  #meetStranger({ path, stat }: Met): boolean {
    if (stat.kind === 'folder' || !this.against.mustBeListed(path)) return true;
    if (stat.kind === 'file') {
      this.#strangers.push(path);
      return false;
    }
    this.findings.addFor('unlisted', path, { code: 'notListed', kind: stat.kind });
    return true;
  }

  /** What cannot be read is accounted for as that. */
  #settleStranger(path: PathText, lost: LostFiles): void {
    const digests = lost.isEmpty ? {} : this.reader.readAgain(path);
    if (digests === undefined) return;
    const from = lost.takeFor(digests);
    if (from === undefined) this.findings.addFor('unlisted', path, { code: 'notListed', kind: 'file' });
    else this.findings.addFor('moved', from, { code: 'underAnotherName' }, path);
  }
}

/** Empty where all listed digests are those of the file. */
function differences(digests: Digests, listed: Expected['digests']) {
  return Object.entries(listed)
    .filter(([algorithm, digest]) => digests[algorithm] !== digest)
    .map(([algorithm, digest]) => ({ algorithm, actual: digests[algorithm] ?? '?', listed: digest }));
}
