import { expect, test } from 'vitest';
import { layerRows } from '../../compare/layer-operands.ts';
import { drawRows, numbersOf, SAMPLE } from '../../compare/operands.ts';
import { layerOperands } from '../../scripts/layer-operands/capture.ts';

test('the files hold what the float network computes', async () => {
  const captured = await layerOperands();
  const stored = layerRows();
  for (const tensor of ['weights', 'activations'] as const) {
    const numbers = stored[tensor].flatMap((row) => [...row]);
    expect(numbers.length).toBe(captured[tensor].length);
    const most = Math.max(...numbers.map((x, at) => Math.abs(x - (captured[tensor][at] ?? 0))));
    expect(most).toBeLessThan(1e-4);
  }
});

test('a layer is taken as it is, behind its ReLU', () => {
  const { weights, activations } = drawRows('layer', SAMPLE);
  // 3 whole tiles of 64 in 3 x 3 x 24 products of 24 channels; 16 pictures of 4 x 4 places.
  expect([weights.length, activations.length]).toEqual([72, 256]);
  expect([...weights, ...activations].every(({ length }) => length === SAMPLE.depth)).toBe(true);
  const numbers = numbersOf('layer', SAMPLE).activations;
  expect(Math.min(...numbers)).toBe(0);
  expect(numbers.filter((x) => x === 0).length).toBeGreaterThan(numbers.length / 4);
});
