import { createRandom, type Random } from '../../sim/random.ts';
import { bell, between } from './distributions.ts';

/** What a picture shows; its place is its label. */
export const SHAPES = ['circle', 'square', 'triangle', 'cross'] as const;

/** Pixels of a picture's edge. */
export const SIZE = 16;
/** Grey is a multiple of 1/64 from 0 to 1, which float32 holds exactly. */
export const GREYS = 64;

/** Pictures that belong together: no picture is in two sets. */
export type PictureSet = 'training' | 'held out';

export interface Pictures {
  /** [count, 1, SIZE, SIZE]: grey, 0 is black. */
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}

/**
 * Pictures first..first + count - 1 of a set without end. Only operations that IEEE 754 rounds
 * exactly are used, so they are the same everywhere.
 */
export function drawPictures(
  set: PictureSet,
  first: number,
  count: number,
  seed: number,
): Pictures {
  const pixels = new Float32Array(count * SIZE * SIZE);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const random = createRandom(seed, `${set} picture ${first + index}`);
    labels[index] = random.below(SHAPES.length);
    const isInside = INSIDE[SHAPES[labels[index] as number] as keyof typeof INSIDE];
    pixels.set(drawPicture(isInside, random), index * SIZE * SIZE);
  }
  return { pixels, labels };
}

/** Whether a point is part of a shape of radius 1 around the origin. */
type Inside = (x: number, y: number) => boolean;

const INSIDE: Readonly<Record<(typeof SHAPES)[number], Inside>> = {
  circle: (x, y) => x * x + y * y <= 0.64,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.72,
  triangle: (x, y) => y >= -0.5 && Math.sqrt(3) * Math.abs(x) + y <= 1,
  cross: (x, y) =>
    Math.min(Math.abs(x), Math.abs(y)) <= 0.28 && Math.max(Math.abs(x), Math.abs(y)) <= 0.92,
};

function drawPicture(isInside: Inside, random: Random): Float32Array {
  const place = randomPlace(random);
  const ground = between(random, 0.1, 0.4);
  const contrast = between(random, 0.3, 0.6);
  const noise = between(random, 0.03, 0.1);
  return Float32Array.from({ length: SIZE * SIZE }, (_, index) => {
    const covered = coverage(isInside, place, index % SIZE, Math.floor(index / SIZE));
    const grey = ground + contrast * covered + noise * bell(random);
    return Math.round(Math.min(1, Math.max(0, grey)) * GREYS) / GREYS;
  });
}

/** Where a shape lies, in pixels, and how it is turned. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Cosine and sine of the angle. */
  readonly turn: readonly [number, number];
}

function randomPlace(random: Random): Place {
  const radius = between(random, 4, 7);
  const shift = SIZE / 2 - radius + 0.5;
  return {
    x: SIZE / 2 + between(random, -shift, shift),
    y: SIZE / 2 + between(random, -shift, shift),
    radius,
    turn: randomTurn(random),
  };
}

/** Without trigonometry, whose last bits differ from machine to machine. */
function randomTurn(random: Random): readonly [number, number] {
  for (;;) {
    const [x, y] = [between(random, -1, 1), between(random, -1, 1)];
    const length = Math.sqrt(x * x + y * y);
    if (length > 0.1 && length <= 1 && x > 0.9 * length) return [x / length, y / length];
  }
}

/** Points per pixel and axis at which the shape is looked at. */
const POINTS = 4;

/** How much of a pixel the shape covers, 0 to 1. */
function coverage(isInside: Inside, place: Place, column: number, row: number): number {
  const [cosine, sine] = place.turn;
  let hits = 0;
  for (let point = 0; point < POINTS * POINTS; point++) {
    const x = (column + ((point % POINTS) + 0.5) / POINTS - place.x) / place.radius;
    const y = (row + (Math.floor(point / POINTS) + 0.5) / POINTS - place.y) / place.radius;
    if (isInside(cosine * x + sine * y, cosine * y - sine * x)) hits += 1;
  }
  return hits / (POINTS * POINTS);
}
