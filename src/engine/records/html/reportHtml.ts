import type { Folder } from '../../fs/fileSystem';
import type { LineWriter } from '../../lines/lineWriter';
import { contentOf, type ItemOutcome } from '../../model/item/outcome';
import { shortId } from '../../model/job/job';
import type { JobSummary } from '../../model/result/summary';
import { pageEnd, pageStart } from '../../model/text/page';
import { type PathText, printable } from '../../model/text/pathText';
import type { AttemptRecord, RecordEnding, RecordHead, RecordKind } from '../attemptRecord';
import { fitsHashdeep } from '../hashdeepList';
import { caseSections } from './caseSections';
import { chart } from './chart';
import { checkSection, handOverSection } from './checkSections';
import { failureItem, isRounding, itemRow, receiptRow, specialRow } from './itemRows';
import { type Html, html, NOTHING, section } from './markup';
import { reportPage } from './page';
import { circumstancesSections, placesSection } from './placeSections';
import { proofSection } from './proofSection';
import { Spool } from './spool';
import { counted, verdict, written } from './verdict';

/** Rows of one table; a browser lays out only the tables that are seen. */
const ROWS_IN_BLOCK = 200;
/** More items than this would make a page that no browser opens quickly: the rest is in `files.csv`. */
const MOST_ROWS = 100_000;
/** More entries of the metadata receipt than this are counted, and listed in `files.csv` and `report.json`. */
const MOST_RECEIPTS = 2_000;

/** The report for people: one page that needs nothing else, made to be read on a screen and on paper. */
export const reportHtml: RecordKind = {
  name: 'report.html',
  open: (lines, folder) => new ReportHtml(lines, folder),
};

class ReportHtml implements AttemptRecord {
  readonly #failures: Spool;
  readonly #receipts: Spool;
  readonly #specials: Spool;
  readonly #rows: Spool;
  #receiptCount = 0;
  #roundedTimes = 0;
  #itemCount = 0;
  #notForHashdeep = 0;
  #head: RecordHead | undefined;

  constructor(
    private readonly lines: LineWriter,
    folder: Folder,
  ) {
    const spool = (name: string) => new Spool(folder, `.report-${name}.part`);
    this.#failures = spool('failures');
    this.#receipts = spool('receipts');
    this.#specials = spool('specials');
    this.#rows = spool('rows');
  }

  begin(head: RecordHead): void {
    this.#head = head;
  }

  add(outcome: ItemOutcome, path: PathText | null): void {
    if (outcome.failure !== undefined) this.#failures.add(failureItem(outcome.path, outcome.failure, outcome.kept));
    if (outcome.outcome === 'recorded') this.#specials.add(specialRow(outcome));
    if (path !== null && contentOf(outcome).file !== undefined && !fitsHashdeep(path)) this.#notForHashdeep++;
    this.#addReceipt(outcome);
    this.#addRow(outcome);
  }

  finish(ending: RecordEnding): void {
    const { summary } = ending;
    const head = this.#head;
    if (head === undefined) throw new Error('the report was not begun');
    const page = reportPage(`${printable(summary.label)}: record of copy`);
    this.#write(pageStart(page));
    this.#write(header(summary));
    this.#write(verdict(summary));
    this.#writeFailures(summary);
    this.#write(handOverSection(ending));
    this.#write(caseSections(head.attempt.request.caseData));
    this.#write(placesSection(head.attempt.request, summary));
    this.#write(proofSection(summary));
    this.#write(section('throughput', 'Throughput', chart(summary)));
    this.#write(circumstancesSections(head, summary));
    this.#writeReceipts();
    this.#writeSpecials();
    this.#write(checkSection(head, ending, this.#notForHashdeep));
    this.#writeRows();
    this.#write(
      html`<footer>Made by Evidence Copy ${head.surroundings.tool.version}. The same facts for programs: <code>report.json</code>; for spreadsheets: <code>files.csv</code>; to repeat the job: <code>job.json</code>.</footer>\n`,
    );
    this.#write(pageEnd(page));
  }

  abandon(): void {
    for (const spool of [this.#failures, this.#receipts, this.#specials, this.#rows]) spool.abandon();
  }

  #addReceipt({ path, receipt = [] }: ItemOutcome): void {
    for (const entry of receipt) {
      if (isRounding(entry)) this.#roundedTimes++;
      else if (++this.#receiptCount <= MOST_RECEIPTS) this.#receipts.add(receiptRow(path, entry));
    }
  }

  #addRow(outcome: ItemOutcome): void {
    if (++this.#itemCount > MOST_ROWS) return;
    if (this.#itemCount % ROWS_IN_BLOCK === 1) {
      if (this.#itemCount > 1) this.#rows.add(html`</tbody></table></div>\n`);
      this.#rows.add(
        html`<div class="block"><table><thead><tr><th class="path">Name<th class="size number">Bytes<th class="result">Result<th>Digest of the source</thead><tbody>\n`,
      );
    }
    this.#rows.add(itemRow(outcome));
  }

  #writeFailures({ failures, failureCount, items }: JobSummary): void {
    if (failureCount === 0) {
      this.#failures.pour(this.lines);
      return;
    }
    this.#write(html`<section id="failures"><h2 class="alarm">Failures: ${written(failureCount)}</h2>\n<ul>`);
    // Failures that are no item's: why the job stopped, or what went wrong with its records.
    if (items.failed === 0) this.#write(html`${failures.map((failure) => failureItem(undefined, failure))}`);
    this.#failures.pour(this.lines);
    this.#write(html`</ul></section>\n`);
  }

  #writeReceipts(): void {
    const rounded =
      this.#roundedTimes === 0
        ? NOTHING
        : html`<p>${counted(this.#roundedTimes, 'time')} could be set to within 2 µs only; report.json has both values to the nanosecond.</p>`;
    const count = this.#receiptCount;
    if (count === 0) {
      this.#receipts.pour(this.lines);
      const kept = html`<p>Mode, owner, access and modification time of every copied item are those of its source.</p>`;
      this.#write(section('metadata', 'Metadata', kept, rounded));
      return;
    }
    const more =
      count > MOST_RECEIPTS ? `The first ${MOST_RECEIPTS.toLocaleString('en')} are shown; all are in report.json.` : '';
    this.#write(
      html`<section id="metadata"><h2>Metadata that could not be kept: ${count}</h2><p>${more}</p>${rounded}<table><thead><tr><th class="path">Name<th class="seventh">What<th>Wanted<th>The copy has</thead><tbody>\n`,
    );
    this.#receipts.pour(this.lines);
    this.#write(html`</tbody></table></section>\n`);
  }

  #writeSpecials(): void {
    const { count } = this.#specials;
    if (count > 0)
      this.#write(
        html`<section id="specials"><h2>Recorded without a copy: ${count}</h2><p>Never opened: devices, pipes and sockets have no content to copy.</p><table><thead><tr><th class="path">Name<th class="seventh">Kind<th>Source</thead><tbody>\n`,
      );
    this.#specials.pour(this.lines);
    if (count > 0) this.#write(html`</tbody></table></section>\n`);
  }

  #writeRows(): void {
    const more =
      this.#itemCount > MOST_ROWS
        ? html`<p class="note">The first ${MOST_ROWS.toLocaleString('en')} are listed here, all of them in files.csv and report.json.</p>`
        : NOTHING;
    this.#write(
      html`<section id="files"><h2>All items: ${this.#itemCount.toLocaleString('en')}</h2>${more}<div class="search" hidden><input type="search" placeholder="Search names, digests, results" aria-label="Search"><output></output></div>\n`,
    );
    this.#rows.pour(this.lines);
    if (this.#itemCount > 0) this.#write(html`</tbody></table></div>`);
    this.#write(html`</section>\n`);
  }

  #write({ markup }: Html): void {
    this.lines.write(markup);
  }
}

function header({ label, jobId, attempt, startedAt }: JobSummary): Html {
  const again = attempt > 1 ? html`<p>Attempt ${attempt}</p>` : NOTHING;
  return html`<header><div><p class="kind">Record of copy</p><h1>${label}</h1></div><div class="right"><p>${startedAt.slice(0, 16).replace('T', ' ')} UTC</p><p>Job ${shortId(jobId)}</p>${again}</div></header>\n`;
}
