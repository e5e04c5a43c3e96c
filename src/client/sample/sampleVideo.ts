const WIDTH = 320;
const HEIGHT = 180;
const FRAMES = 150;

/** Width of the bar that moves through the picture, in pixels. */
const BAR = 12;

/** Luma of the bar and of the ground, and colour difference of grey, in 8 bit video levels. */
const LEVELS = { bar: 235, dark: 16, grey: 128 } as const;

/**
 * A generated clip of ten seconds, a bar that moves through a gradient: raw 4:2:0 video in the container of mjpegtools
 * (YUV4MPEG2, yuv4mpeg(5)), some 13 MB.
 */
export function sampleVideo(): Uint8Array {
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420jpeg\n`);
  const frames = Array.from({ length: FRAMES }, (_, number) => frame(number));
  return Buffer.concat([header, ...frames]);
}

function frame(number: number): Buffer {
  const start = Buffer.from('FRAME\n');
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const bar = Math.floor((number * (WIDTH - BAR)) / FRAMES);
  for (let y = 0; y < HEIGHT; y++) {
    luma.fill(LEVELS.dark + y, y * WIDTH, (y + 1) * WIDTH);
    luma.fill(LEVELS.bar, y * WIDTH + bar, y * WIDTH + bar + BAR);
  }
  return Buffer.concat([start, luma, Buffer.alloc((WIDTH * HEIGHT) / 2, LEVELS.grey)]);
}
