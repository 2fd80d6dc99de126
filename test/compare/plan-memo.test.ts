import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compareDesigns } from '../../compare/compare.ts';
import type { SweepConfig } from '../../compare/request.ts';

/** A cache of its own: whatever is measured again leaves a file in it. */
const cache = mkdtempSync(join(tmpdir(), 'logposit-plan-memo-'));
beforeAll(() => void vi.stubEnv('LOGPOSIT_CACHE', cache));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const TINY: SweepConfig = {
  name: 'tiny',
  kind: 'systolic',
  datapath: { kind: 'int', weightBits: 2, activationBits: 3, multiplier: 'array' },
  grid: { rows: 8, cols: 4, products: 2, columnsPerRegister: 4 },
};

const PLAN = {
  name: 'plan.json',
  shares: { 2: 1 },
  macs: 12,
  bits: { macs: 2, weights: 2 },
};

test('a plan adds its mix and has nothing measured again', { timeout: 120_000 }, async () => {
  const request = { libraries: [], designs: null, configs: [TINY], clockNs: 10, streams: ['relu'] };
  const { seconds: _, ...first } = await compareDesigns(request);
  const before = readdirSync(cache, { recursive: true }).length;
  expect(before).toBeGreaterThan(0);
  const { seconds: __, ...second } = await compareDesigns({ ...request, plans: [PLAN] });
  expect(readdirSync(cache, { recursive: true })).toHaveLength(before);
  const [figures] = first.designs[0]?.figures ?? [];
  const point = figures?.points.find(({ name }) => name === 'clock');
  expect(second.mixes).toEqual([
    ...first.mixes,
    expect.objectContaining({
      mix: 'plan.json',
      design: 'tiny',
      areaPerMac: point?.areaPerWord,
    }),
  ]);
  expect(first.plans).toEqual([]);
  // No LP design took part.
  expect(second.plans).toEqual([
    {
      plan: 'plan.json',
      library: 'osu018_stdcells',
      macs: 12,
      bits: PLAN.bits,
      best: null,
      uniform: null,
      density: null,
      energy: {},
    },
  ]);
  expect({ ...second, mixes: [], plans: [] }).toEqual({ ...first, mixes: [], plans: [] });
});
