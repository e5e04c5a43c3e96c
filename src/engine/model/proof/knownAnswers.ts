import type { Digests } from './digest';

/** Something to digest, and what must come out. */
export interface KnownAnswer {
  /** What it is, as a file may be called. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly digests: Required<Digests>;
}

/** 10 000 bytes that count from 0 to 250 again and again: longer than any block, and a length that fits none. */
const COUNTING = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251);

/**
 * Of no bytes at all and of `abc` as the standards give them (RFC 1321 §A.5, FIPS 180-4 examples, the test vectors of
 * BLAKE3 and xxHash); of the counting bytes as GNU coreutils 9.1, b3sum 1.2.0 and xxhsum 0.8.1 compute them.
 */
export const KNOWN_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'nothing',
    bytes: new Uint8Array(0),
    digests: {
      md5: 'd41d8cd98f00b204e9800998ecf8427e',
      sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      sha512:
        'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
      blake3: 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
      xxh128: '99aa06d3014798d86001c324468d497f',
    },
  },
  {
    name: 'abc',
    bytes: Uint8Array.of(0x61, 0x62, 0x63),
    digests: {
      md5: '900150983cd24fb0d6963f7d28e17f72',
      sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sha512:
        'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
      blake3: '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85',
      xxh128: '06b05ab6733a618578af5f94892f3950',
    },
  },
  {
    name: 'counting bytes',
    bytes: COUNTING,
    digests: {
      md5: 'bbf1c77538f97ceeb1e03126edaa3594',
      sha1: '29522e73f5c67d3fff39d936ae0bb542db8b05b5',
      sha256: '0cd0bf930677960951dda8588edcb6b293c0c3b26ef3ba72cddff4ddfc6822c7',
      sha512:
        '1955f861bfd6ef7372f9bf29e54ebf7525114fbcc053b34973f37bd769414c952dc018a68b2c2f0e4af6eccc9996b930cba2894209b06d059302c211a7c22c9c',
      blake3: '5f81f9e4ab67627b6b036d5d4e3bc40d9d3daa6fcc2b6dd07ab2bbf0a877da54',
      xxh128: '89dec82a789965e61cb3abee1c2fc1c4',
    },
  },
];
