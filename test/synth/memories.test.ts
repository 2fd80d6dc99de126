import { expect, test } from 'vitest';
import { arrayDesign, arraySchema } from '../../generator/index.ts';
import { paintFor } from '../../report/paint.ts';
import { synthLines } from '../../report/synth-text.ts';
import { synthesize } from '../../synth/index.ts';
import { emittedRtl } from '../sim/fixtures/emitted-array.ts';
import { freshCache, TINY } from './support.ts';

const LP2 = { n: 2, es: 0, rs: 1 };

test('memories of an accelerator are named and not mapped, everything else is', async () => {
  await freshCache();
  const design = arrayDesign(
    arraySchema.parse({
      name: 'deep',
      kind: 'array',
      array: { rows: 1, cols: 1, vectors: 1 },
      weight: LP2,
      activation: LP2,
      accelerator: { weightRows: 2 ** 20, activations: 2 ** 20, channelSets: 2 ** 20 },
    }),
  );
  const directory = await emittedRtl(design);
  const report = await synthesize(design, { directory, liberty: TINY, effort: 'low' });

  const memories = ['deep_weight_buffer', 'deep_act_buffer', 'deep_channel_buffer'];
  expect(report.memories).toEqual(memories);
  const names = report.modules.map(({ name }) => name);
  const logic = design.modules.map(({ name }) => name).filter((name) => !memories.includes(name));
  expect(names.toSorted()).toEqual(logic.toSorted());
  expect(report.tops).toEqual(['deep_accelerator']);

  const top = report.modules.find(({ name }) => name === 'deep_accelerator');
  expect(Object.keys(top?.instances ?? {}).sort()).toEqual([
    'deep_array',
    'deep_registers',
    'deep_sequencer',
  ]);
  const shares = report.shares ?? [];
  expect(shares.find(({ part }) => part === 'registers, sequencer')?.area).toBeGreaterThan(0);
  expect(shares.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(report.totalArea, 6);
  expect(report.totalArea).toBe(top?.hierarchyArea);
  expect(synthLines(report, paintFor({ isTTY: false }))).toContain(
    `memories are not counted, nor paths through them: ${memories.join(', ')}`,
  );
}, 120_000);
