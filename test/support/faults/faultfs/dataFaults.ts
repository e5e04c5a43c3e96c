import type { Fault, Rule } from './rules';

// Faults that lie in the data of a read or write rather than in its answer.

/** What a read or write asks for, cut to what its rule leaves of it. */
export function extentOf(body: Buffer, rule: Rule | undefined): { offset: number; length: number } {
  const offset = Number(body.readBigUInt64LE(8));
  const asked = body.readUInt32LE(16);
  if (rule === undefined) return { offset, length: asked };
  const { fault, from } = rule;
  const limit = fault.kind === 'short' ? fault.bytes : from !== undefined && cuts(fault) ? from - offset : asked;
  return { offset, length: Math.max(0, Math.min(asked, limit)) };
}

/** Changes one bit of what is read or written at `offset`, if the rule says so and the byte lies in it. */
export function flipAsTold(bytes: Buffer, offset: number, rule: Rule | undefined): void {
  if (rule?.fault.kind === 'flip') flip(bytes, rule.fault.at - offset);
  if (rule?.fault.kind === 'flipWithin') flip(bytes, rule.fault.at);
}

function flip(bytes: Buffer, index: number): void {
  const byte = bytes[index];
  if (byte !== undefined) bytes[index] = byte ^ 1;
}

function cuts({ kind }: Fault): boolean {
  return kind === 'error' || kind === 'end';
}
