import { expect, test } from 'vitest';
import { drawPictures, GREYS, SHAPES, SIZE } from '../../scripts/train-example/shapes.ts';

test('a picture does not depend on which ones are drawn with it', () => {
  const { pixels, labels } = drawPictures('training', 5, 10, 3);
  const { pixels: later, labels: laterLabels } = drawPictures('training', 9, 2, 3);
  expect(later).toEqual(pixels.subarray(4 * SIZE * SIZE, 6 * SIZE * SIZE));
  expect(laterLabels).toEqual(labels.subarray(4, 6));
});

test('sets and seeds have pictures of their own', () => {
  const { pixels } = drawPictures('training', 0, 4, 3);
  expect(drawPictures('held out', 0, 4, 3).pixels).not.toEqual(pixels);
  expect(drawPictures('training', 0, 4, 4).pixels).not.toEqual(pixels);
});

test('greys are multiples of 1/64 from 0 to 1, and every shape comes up equally often', () => {
  const { pixels, labels } = drawPictures('training', 0, 400, 3);
  expect(pixels.every((grey) => grey >= 0 && grey <= 1 && Number.isInteger(grey * GREYS))).toBe(
    true,
  );
  for (const label of SHAPES.keys()) {
    const share = labels.filter((each) => each === label).length / labels.length;
    expect(share).toBeCloseTo(1 / SHAPES.length, 1);
  }
});

test('a shape is brighter than what is around it', () => {
  const { pixels, labels } = drawPictures('training', 0, 400, 3);
  const means = SHAPES.map((_, label) => {
    const chosen = [...labels.keys()].filter((index) => labels[index] === label);
    const mean = (at: number) =>
      chosen.reduce((sum, index) => sum + (pixels[index * SIZE * SIZE + at] ?? 0), 0) /
      chosen.length;
    return { middle: mean((SIZE / 2) * SIZE + SIZE / 2), corner: mean(0) };
  });
  for (const { middle, corner } of means) expect(middle).toBeGreaterThan(corner + 0.2);
});
