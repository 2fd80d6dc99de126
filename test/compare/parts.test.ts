import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { gridArea } from '../../compare/grid-area.ts';
import { sumOfParts } from '../../compare/parts.ts';
import { smallConfig } from '../../compare/usage.ts';
import { type SystolicDesign, systolicDesign, writeDesign } from '../../generator/index.ts';
import { synthesize } from '../../synth/index.ts';
import { systolicConfig } from '../support/systolic-configs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-parts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function figuresOf(design: SystolicDesign, place: string) {
  const directory = join(scratch, place);
  await writeDesign(design, directory);
  return synthesize(design, { directory, effort: 'low' });
}

describe.each(['int_array', 'lp_log'])('parts of the grid of %s', (name) => {
  const config = systolicConfig(name);
  const grid = {
    ...config.grid,
    rows: 4 * config.grid.products,
    cols: 3 * config.grid.columnsPerRegister,
  };
  const full = systolicDesign({ ...config, grid });
  const small = systolicDesign(
    smallConfig({ ...config, grid, sum: { ...config.sum, width: [...full.derived.P] } }),
  );

  test('scaled from a small grid, add up to the area of the full one', async () => {
    const [of, whole] = [
      await figuresOf(small, `${name}-small`),
      await figuresOf(full, `${name}-full`),
    ];
    const parts = gridArea(small, full, of);
    const exact = gridArea(full, full, whole);
    // Flags of a column grow with its PEs, and so do those of the edge: what is scaled lacks them.
    expect(sumOfParts(parts) / whole.totalArea).toBeGreaterThan(0.97);
    expect(sumOfParts(parts) / whole.totalArea).toBeLessThan(1.03);
    expect(parts.products).toBeCloseTo(exact.products, 0);
    expect(parts['sum trees']).toBeCloseTo(exact['sum trees'], 0);
    expect(parts['weight registers']).toBeCloseTo(exact['weight registers'], 0);
  });
});
