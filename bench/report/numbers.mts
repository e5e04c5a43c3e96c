/** Seconds with three significant digits and no unit. */
export function secondsText(ms: number): string {
  return digits(ms / 1000);
}

/** MB per second; megabytes of 10⁶ bytes, as the product shows them. */
export function rateText(bytes: number, ms: number): string {
  return digits(bytes / 1e6 / (ms / 1000));
}

/** MB of memory. */
export function megabytesText(bytes: number): string {
  return digits(bytes / 1e6);
}

/** An amount for people: bytes in binary units, because sizes of test files are; counts with thin spaces. */
export function amountText(amount: number, unit: 'bytes' | 'files'): string {
  if (unit === 'files') return String(amount).replace(/\B(?=(\d{3})+$)/g, ' ');
  const [divisor, name] = amount >= 2 ** 30 ? [2 ** 30, 'GiB'] : [2 ** 20, 'MiB'];
  return `${digits(amount / divisor)} ${name}`;
}

/** Three significant digits, never in powers of ten. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
