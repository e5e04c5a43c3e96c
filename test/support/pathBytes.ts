/**
 * The bytes of a name in which each lone surrogate U+DC80…U+DCFF stands for one byte that is no UTF-8. Written anew for
 * the tests, so that a mistake of the engine's own conversion shows.
 */
export function bytesOf(text: string): Buffer {
  return Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code & 0xff]) : Buffer.from(character);
    }),
  );
}

/** A path of bytes, of a folder and names below it. */
export function joinBytes(folder: Buffer, ...names: readonly Buffer[]): Buffer {
  return Buffer.concat([folder, ...names.flatMap((name) => [Buffer.from('/'), name])]);
}
