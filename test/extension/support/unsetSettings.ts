import type { SettingName } from '../../../src/host/contributions';

/** The settings of a person who has not touched any. */
export const UNSET: Readonly<Record<SettingName, unknown>> = {
  verification: undefined,
  requireGrade: undefined,
  retryMismatch: undefined,
  layout: undefined,
  zip: undefined,
  conflict: undefined,
  onItemError: undefined,
  useBufferReuse: undefined,
  hashAlgorithms: undefined,
  bufferSizeKB: undefined,
  lanes: undefined,
};
