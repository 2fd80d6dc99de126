import { describe, expect, it } from 'vitest';
import { formatName, lpFormat } from '../../golden/format.ts';
import { checkLayer, type RtlTask } from './check-layer.ts';
import { NETWORKS, networkPath, readLayer, SHAPES, weightLayers } from './layers.ts';
import { randomSearch } from './random-search.ts';
import { runOnRtl } from './rtl.ts';

/** `npm run verify:widths` tries 10^5 vectors per layer, and all layers on RTL. */
const VECTORS = 200;
const SEED = 41;
const ON_RTL = 'kws_dscnn';

for (const network of NETWORKS) {
  const path = networkPath(network);
  for (const shape of SHAPES) {
    const format = formatName(lpFormat(shape));
    const title = `${network} in ${format}${path === undefined ? ' (network not beside the package)' : ''}`;
    describe.skipIf(path === undefined)(title, () => {
      const file = path as string;

      it('attains every bound at P, overflows at P - 1, and no random vector exceeds it', async () => {
        const names = weightLayers(file);
        expect(names.length).toBeGreaterThan(4);
        for (const name of names) {
          const layer = await readLayer(file, name, shape);
          const { both, oneSided, agnostic } = checkLayer(layer);
          expect(oneSided).toBeLessThanOrEqual(both);
          expect(both).toBeLessThan(agnostic);
          for (const activations of ['both', 'non-negative'] as const) {
            const { exceeded } = randomSearch(layer, { activations, vectors: VECTORS, seed: SEED });
            expect(exceeded, `${name}, ${activations}, seed ${SEED}`).toBe(0);
          }
        }
      });
    });
  }
}

for (const shape of SHAPES) {
  const path = networkPath(ON_RTL);
  const title = `${ON_RTL} in ${formatName(lpFormat(shape))} does the same in RTL, in P bits and in P - 1`;
  it.skipIf(path === undefined)(title, async () => {
    const file = path as string;
    const tasks: RtlTask[] = [];
    for (const name of weightLayers(file)) {
      tasks.push(...checkLayer(await readLayer(file, name, shape)).tasks);
    }
    const { widths, cycles, mismatches } = await runOnRtl(shape, tasks);
    expect(widths.length).toBeGreaterThan(3);
    expect(cycles).toBeGreaterThan(10_000);
    expect(mismatches).toBe(0);
  });
}
