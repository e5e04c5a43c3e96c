import { expect, test } from 'vitest';
import { verdict } from '../../src/engine/records/html/verdict';
import { summary } from '../extension/support/jobs';

test('R1: what the report says first writes all its numbers in one way, and names no folder that may not be there', () => {
  const items = { planned: 12_345, copied: 9_000, recorded: 1_000, skipped: 1_001, failed: 1_344 };
  const gradeCounts = { readBack: 8_000, device: 1_500 };
  const { markup: page } = verdict(
    summary({ status: 'incomplete', items, gradeCounts, files: 9_500, failureCount: 1_344 }),
  );
  expect(page).toContain('FAILED ITEMS: 1,344 of 12,345');
  expect(page).toContain('9,000 of 12,345 items copied, 1,000 recorded only, 1,001 there already, 1,344 failed');
  expect(page).toContain('readBack 8,000, device 1,500');
  expect(page).not.toMatch(/\b\d{4}\b/);
  // A folder that was there before keeps its name, and where nothing was copied there is no other one.
  expect(page).toContain('What was copied of a folder with failed items lies in one with &quot;(INCOMPLETE)&quot;');
});
