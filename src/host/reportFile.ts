import { open } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type PathText, printable, toBytes } from '../engine/model/text/pathText';
import { UserError } from './userError';

/** A larger page is left to a browser, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Absolute path of the report in a folder of records. */
export function reportPath(recordsDir: PathText): PathText {
  return join(recordsDir, 'report.html');
}

/**
 * The report in a folder of records, which lies on the machine that this code runs on.
 * @throws {UserError} if it is gone, cannot be read, or is too large to be shown here
 */
export async function readReport(recordsDir: PathText): Promise<string> {
  const path = reportPath(recordsDir);
  const file = await open(toBytes(path), 'r').catch((error: unknown) => {
    throw new UserError(
      vscode.l10n.t(
        'The report "{0}" cannot be opened. Check that its drive is connected, and that it was not moved.',
        printable(path),
      ),
      { cause: error },
    );
  });
  try {
    if ((await file.stat()).size > LARGEST) {
      throw new UserError(vscode.l10n.t('This report is too large to be shown here: use "Open Report in Browser".'));
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
