import { join } from 'node:path';
import { expect, test } from 'vitest';
import { twoStageBounds, weightTerms, widestOf } from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { calibrate } from '../../quantize/calibrate.ts';
import { quantizeValues } from '../../quantize/lp-words.ts';
import { checkPlan, type LayerPlan } from '../../quantize/plan.ts';
import { layerWords } from '../../quantize/words.ts';
import { readTensor } from '../../tensor/index.ts';
import { dataAbsent, sharedData } from '../support/shared-data.ts';
import { arrayOf, layerOf, networkOf, normal, samplesOf } from './plan-support.ts';

test.skipIf(dataAbsent !== '')(`a layer of a trained network${dataAbsent}`, async () => {
  const tensor = await readTensor(join(sharedData, 'wakeword.onnx#pw2.weight'));
  const { channels, depth, values } = tensor;
  const rows = Array.from({ length: channels }, (_, row) => [
    ...values.subarray(row * depth, (row + 1) * depth),
  ]);
  const layer = layerOf(rows, { operator: 'Conv', input: 'h', output: 'y' });
  const network = networkOf(layerOf([[1]], { name: 'relu', output: 'h', relu: true }), layer);
  const array = arrayOf();
  const positive = normal(999).map(Math.abs);
  const samples = samplesOf({ x: normal(99), h: positive, y: normal(999, 2) });
  const plan = calibrate(network, samples, array);
  checkPlan(plan, network, array);

  const planned = plan.layers[1] as LayerPlan;
  const weight = lpFormat(planned.weight);
  const words = layerWords(layer, planned);
  expect(words).toEqual(quantizeValues(values, weight, 'linear'));

  // Its activations are never negative, and its widths those of the specification's two stages.
  const activation = lpFormat(planned.activation);
  const terms = weightTerms({ ...array.arithmetic, weight, activation }, 'non-negative');
  const bounds = rows.map((_, channel) =>
    twoStageBounds(terms, words.subarray(channel * depth, (channel + 1) * depth), 4),
  );
  expect(planned.widths).toEqual({
    tile: widestOf(bounds.map(({ inner }) => inner)).width,
    sum: widestOf(bounds.map(({ outer }) => outer)).width,
  });
});
