import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { synthesize } from '../../synth/index.ts';
import { packageRoot } from '../../system/package-root.ts';
import { freshCache, MAC, macDesign } from './support.ts';

const LIBRARIES = join(packageRoot, '..', 'shared', 'liberty');

/** Libraries that are not part of the product; area and NAND read from their files. */
describe.each([
  ['sky130_fd_sc_hd__tt_025C_1v80.lib.gz', 'sky130_fd_sc_hd__', 3.7536],
  ['sg13g2_stdcell_typ_1p20V_25C.lib.gz', 'sg13g2_', 7.2576],
])('%s', (file, prefix, nand2Area) => {
  const liberty = join(LIBRARIES, file);
  const absent = !existsSync(liberty);

  test.skipIf(absent)(
    `maps and times the PE${absent ? ` (skipped: no ${liberty})` : ''}`,
    async () => {
      await freshCache();
      const report = await synthesize(macDesign(), { directory: MAC, liberty, effort: 'low' });
      expect(report.nand2Area).toBe(nand2Area);
      expect(report.areaUnit).toBe('um2');
      const types = report.modules.flatMap(({ cellTypes }) => Object.keys(cellTypes));
      expect(types.filter((type) => !type.startsWith(prefix))).toEqual([]);
      expect(report.modules.map(({ flops }) => flops)).toEqual([0, 13, 0]);
      expect(report.nand2).toBeGreaterThan(300);
      expect(report.criticalPath).toMatchObject({ module: 'fx_pe' });
      expect(report.criticalPath?.ns).toBeGreaterThan(1);
    },
  );
});
