import { crc32, deflateSync } from 'node:zlib';
import { seededRandom } from './random.mjs';

/**
 * A picture that opens in any viewer: a night scene with the noise of a camera, which also keeps it from compressing
 * to nothing.
 *
 * @param {{ seed: number, width: number, height: number }} picture
 */
export function png({ seed, width, height }) {
  const random = seededRandom(seed);
  const rows = Buffer.alloc(height * (1 + width * 3));
  let at = 0;
  for (let y = 0; y < height; y++) {
    rows[at++] = 0; // Filter of the row: none.
    for (let x = 0; x < width; x++) {
      const light = lamp(x / width, y / height, seed) + random() * 24;
      rows[at++] = light;
      rows[at++] = light * 0.9;
      rows[at++] = light * 0.6 + 20;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits per channel, RGB, no interlacing.
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    // Level 0 stores: how others compress changes with the version of zlib, and the digests with it.
    pngChunk('IDAT', deflateSync(rows, { level: 0 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * A clip of a camera as an uncompressed YUV4MPEG2 stream, which common players play: a bright spot that wanders.
 *
 * @param {{ seed: number, width: number, height: number, frames: number }} clip
 */
export function y4m({ seed, width, height, frames }) {
  const random = seededRandom(seed);
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame++) {
    const luma = Buffer.alloc(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        luma[y * width + x] = lamp(x / width - frame / frames, y / height, seed) + random() * 16;
      }
    }
    parts.push(Buffer.from('FRAME\n'), luma, Buffer.alloc((width / 2) * (height / 2) * 2, 128));
  }
  return Buffer.concat(parts);
}

/**
 * A recording as a WAV file: a hum with noise, one channel of 16 bits.
 *
 * @param {{ seed: number, seconds: number }} recording
 */
export function wav({ seed, seconds }) {
  const rate = 16_000;
  const random = seededRandom(seed);
  const samples = Buffer.alloc(rate * seconds * 2);
  for (let index = 0; index < rate * seconds; index++) {
    const phase = (index * 50) % rate;
    const hum = phase < rate / 2 ? phase : rate - phase;
    samples.writeInt16LE(Math.round(hum - rate / 4 + (random() - 0.5) * 2000), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/**
 * Brightness of a place in the scene, without trigonometry: that may differ in its last bit between machines.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} seed
 */
function lamp(x, y, seed) {
  const dx = x - 0.3 - (seed % 5) * 0.1;
  const dy = y - 0.4;
  return 20 + 190 / (1 + 40 * (dx * dx + dy * dy));
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function pngChunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
