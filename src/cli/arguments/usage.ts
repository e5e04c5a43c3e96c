/** What `evidence-copy --help` prints. */
export const USAGE = `Usage:
  evidence-copy copy SOURCE... --to DIR [options]    copy with verification (one job); --to may be given up to eight times
  evidence-copy run JOBFILE... [options]             run job files (*.evidence-job.json), one after another
  evidence-copy resume DIR [options]                 go on with the jobs that lie unfinished in DIR
  evidence-copy verify FOLDER [--manifest FILE]      audit a folder against its records, bag or list of digests
  evidence-copy compare SOURCE --to DIR [options]    three-pass, buffer reuse, stream: times and reads
  evidence-copy self-test [--to DIR]                 validate this installation: faults are planted, each has to be found

Options:
  --verification GRADE       stream, readBack, device (default) or deviceAndSource. What is reached is recorded, not what was wanted.
  --require-grade            fail a file that does not reach the grade instead
  --no-retry-mismatch        do not copy a file again whose copy is not what was written
  --no-use-buffer-reuse      three-pass method: hash the source, copy, re-read the destination
  --buffer-size-kb N         size of a buffer in KiB, 8 to 10240 (default 1024)
  --lanes N                  threads that move and prove bytes: 1 to 4 or auto (default), as many as cores and disk allow
  --hash-algorithms LIST     sha256 (default), md5, sha1, sha512, blake3, xxh128; sha256 or sha512 is among them
  --conflict POLICY          fail (default), skipIdentical, rename or overwrite, where a name exists already
  --on-item-error POLICY     continue (default) or stop, after an error of the source
  --on-read-error POLICY     fail (default) or keepReadable: keep what can be read of a damaged file as NAME.INCOMPLETE, zeros elsewhere
  --on-source-change POLICY  fail (default) or keepAsSeen: keep what was read of a file that changes as NAME.INCOMPLETE
  --layout LAYOUT            plain (default), or bag: a BagIt bag, DIR/NAME/data/..., named by the label
  --zip METHOD               none (default), store or deflate: a ZIP of payload and records beside the payload, NAME.zip
  --label TEXT               name of the job and of its ZIP (default: name of the first source)
  --folder-template T        folders below DIR, such as exports/{label}
  --records-dir DIR          folder for the records (default: DIR/evidence-records)
  --no-records               write no records
  --stall-seconds N          say that a device does not answer after so long (default 120)
  --abandon-after-minutes N  then give the job up after so long (default 30; 0: never)
  --json                     JSON lines on standard output
  --quiet                    no progress, no result table unless something failed
  --help, --version

A job file says all about its job; run takes only --json, --quiet and how long to wait for a device. If one of several
job files is not valid, none is run. After a job failed because of its destination, further jobs for the same volume are
not started.

resume takes --json, --quiet, --records-dir where the records are not in DIR, and how long to wait for a device. What is proved is
read back once more and not copied again.
Where nothing lies unfinished, the failed items of the last job are tried again; of a complete job the end is told again.

self-test takes only --to, --json and --quiet. Its report stays in DIR (default: the system's folder for temporary files).

With several --to DIR the source is read once, and each DIR gets the whole copy with its own proof and records. One that
fails stops no other one; the job is complete when all are. Each can be resumed and verified by itself.

The payload arrives as DIR/NAME. Until it is proved it lies in DIR/INCOMPLETE-<id>.
Exit status: 0 complete, 1 ended with failures, 2 wrong usage, 130 cancelled.
`;
