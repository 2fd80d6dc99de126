import { expect, test } from 'vitest';
import { type Labelled, placeLabels } from '../../../report/chart/label-places.ts';
import { paretoFront } from '../../../report/chart/pareto.ts';
import { roundValues } from '../../../report/chart/round-values.ts';
import { fitted, textWidth } from '../../../report/chart/text-width.ts';

const ROOM = {
  width: 400,
  height: 300,
  lineHeight: 14,
  radius: 5,
  widthOf: (text: string) => 7 * text.length,
};

function point(x: number, y: number, text: string, rank = 0): Labelled {
  return { x, y, texts: [text], rank };
}

test('a lonely text stands to the right of its point, to the left at the right edge', () => {
  const [alone, edge] = placeLabels([point(100, 100, 'alone'), point(390, 200, 'edge')], ROOM);
  expect(alone).toEqual({ text: 'alone', x: 109, y: 100, align: 'left', leader: null });
  expect(edge).toMatchObject({ x: 381, y: 200, align: 'right' });
});

test('no text covers a point or another text, and none leaves the chart', () => {
  const points = Array.from({ length: 24 }, (_, index) =>
    point(150 + 17 * (index % 6), 100 + 15 * Math.floor(index / 6), `point ${index}`),
  );
  const boxes = placeLabels(points, ROOM).flatMap((place) => {
    if (place === null) return [];
    const width = ROOM.widthOf(place.text);
    const left = place.x - { left: 0, center: width / 2, right: width }[place.align];
    return [{ left, right: left + width, top: place.y - 7, bottom: place.y + 7 }];
  });
  expect(boxes.length).toBeGreaterThan(15);
  for (const [index, box] of boxes.entries()) {
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(ROOM.width);
    for (const { x, y } of points) {
      const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
      expect(inside).toBe(false);
    }
    for (const other of boxes.slice(index + 1)) {
      const apart =
        box.right <= other.left ||
        other.right <= box.left ||
        box.bottom <= other.top ||
        other.bottom <= box.top;
      expect(apart).toBe(true);
    }
  }
});

test('where there is no room, the text of the smaller rank stays', () => {
  const tiny = { ...ROOM, width: 70, height: 16 };
  const points = [point(6, 8, 'second', 1), point(64, 8, 'first', 0)];
  expect(placeLabels(points, tiny).map((place) => place?.text)).toEqual([undefined, 'first']);
});

test('a shorter text where the long one has no room', () => {
  const texts = ['a text that is far too long for a chart of this size', '7'];
  const [place] = placeLabels([{ x: 100, y: 100, texts, rank: 0 }], { ...ROOM, width: 200 });
  expect(place?.text).toBe('7');
});

test('the front holds what nothing beats in both', () => {
  const all = [
    [1, 5],
    [2, 5],
    [2, 3],
    [3, 4],
    [4, 1],
    [1, 6],
  ] as const;
  expect(paretoFront(all, (one) => one)).toEqual([
    [1, 5],
    [2, 3],
    [4, 1],
  ]);
});

test.each([
  [80, 3000, [100, 200, 500, 1000, 2000]],
  [1100, 3100, [1500, 2000, 3000]],
  [2200, 3400, [2500, 3000]],
  [2110, 2190, [2120, 2140, 2160, 2180]],
])('ticks from %i to %i', (from, to, values) => {
  const found = roundValues(from, to);
  if (values.length < 3) expect(found.length).toBeGreaterThanOrEqual(3);
  else expect(found).toEqual(values);
  for (const value of found) expect(value >= from && value <= to).toBe(true);
});

test('texts are cut at their end', () => {
  expect(fitted('short', 100, 11)).toBe('short');
  const cut = fitted('INT4 x INT8 column pairs, Booth, dot-8', 120, 11);
  expect(cut).toMatch(/^INT4 x INT8 .*…$/);
  expect(textWidth(cut, 11)).toBeLessThanOrEqual(120);
});
