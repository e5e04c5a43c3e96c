import { hostname } from 'node:os';
import filenamify from 'filenamify';
import { onDestination } from '../fs/failures';
import type { FileSystem } from '../fs/fileSystem';
import { below } from '../fs/names';
import { LineWriter } from '../lines/lineWriter';
import type { AuditSummary } from '../model/audit/audit';
import { auditJson } from '../model/audit/auditJson';
import { type PathText, printable } from '../model/text/pathText';
import { VERSION } from '../model/version';
import { findDestination, makeDestination } from '../plan/destination';

const LABEL_LENGTH = 60;

/**
 * Writes the record of an audit as one JSON file, durable and under a name that did not exist, into a folder that is made
 * if need be. Throws a failure of the destination.
 *
 * @returns The summary with the place of its record.
 */
export function writeAuditRecord(fs: FileSystem, recordsDir: PathText, summary: AuditSummary): AuditSummary {
  return onDestination(() => {
    const folder = makeDestination(findDestination(fs, recordsDir));
    try {
      const time = summary.startedAt.slice(0, 19).replaceAll(':', '-');
      const label = filenamify(printable(summary.folder.split('/').at(-1) ?? ''), {
        replacement: '_',
        maxLength: LABEL_LENGTH,
      });
      const name = `${time}Z audit ${label}.json`;
      const told = { ...summary, recordsDir: below(folder.path, name) };
      const file = folder.createFile(name);
      const writer = new LineWriter(file);
      try {
        file.setMode(0o644);
        const head = {
          format: 'evidence-copy audit',
          formatVersion: 1,
          tool: `Evidence Copy ${VERSION}`,
          host: hostname(),
        };
        writer.write(`${JSON.stringify({ ...head, summary: auditJson(told) }, null, 2)}\n`);
        writer.sync();
      } finally {
        writer.close();
      }
      folder.sync();
      return told;
    } finally {
      folder.close();
    }
  });
}
