import { failureJson } from '../item/itemJson';
import type { SourceStatement } from '../proof/sourceStatement';
import { pathFields, printable } from '../text/pathText';
import type { DestinationSummary, JobSummary } from './summary';

/** A summary as it stands in JSON for other programs. */
export function summaryJson(summary: JobSummary): Record<string, unknown> {
  const { failures, sources, destination, recordsDir, archive, stagingDir, sourceStatement, destinations, ...rest } =
    summary;
  return {
    ...rest,
    sources: sources.map((source) => pathFields('path', source)),
    ...pathFields('destination', destination),
    ...nullable('recordsDir', recordsDir),
    ...(archive === undefined ? {} : pathFields('archive', archive)),
    ...nullable('stagingDir', stagingDir),
    label: printable(summary.label),
    failures: failures.map((failure) => failureJson(failure, destination)),
    ...(destinations && { destinations: destinations.map(destinationJson) }),
    ...(sourceStatement && { sourceStatement: statementJson(sourceStatement) }),
  };
}

function destinationJson({ path, failure, recordsDir, archive, stagingDir, ...rest }: DestinationSummary) {
  return {
    ...pathFields('path', path),
    ...rest,
    ...(failure && { failure: failureJson(failure, path) }),
    ...nullable('recordsDir', recordsDir),
    ...(archive === undefined ? {} : pathFields('archive', archive)),
    ...nullable('stagingDir', stagingDir),
  };
}

function statementJson({ differences, ...counts }: SourceStatement): Record<string, unknown> {
  return { ...counts, differences: differences.map(({ path, what }) => ({ ...pathFields('path', path), what })) };
}

function nullable(key: string, path: string | null): Record<string, string | null> {
  return path === null ? { [key]: null } : pathFields(key, path);
}
