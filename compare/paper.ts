import type { DesignRow, MixRow, PaperRow } from './report.ts';

/** Rows of the paper's table: our designs and TOPS/mm2 that its authors published (28 nm, a mixed-precision network). */
const ROWS: readonly {
  readonly design: string;
  readonly label: string;
  readonly published: number | null;
}[] = [
  { design: 'lpa', label: 'LPA 2/4/8 as published', published: 16.8 },
  { design: 'lpa8', label: 'LPA, 8 bits only', published: 7.0 },
  { design: 'lp_linear_d8', label: 'LP linear, dot-8 (ours)', published: null },
  { design: 'lp_fused_d8', label: 'LP fused 8/4/2, dot-8 (ours)', published: null },
  { design: 'ant_units', label: 'ANT', published: 8.8 },
  { design: 'int_units', label: 'BitFusion', published: 8.7 },
  { design: 'int8x4_booth', label: 'INT8x4 pairs', published: null },
  { design: 'int8x4_booth_d8', label: 'INT8x4 pairs, dot-8', published: null },
  { design: 'int8x4_da_d8', label: 'INT8x4 pairs, sums of two, dot-8', published: null },
  { design: 'int_fused', label: 'INT fused 8/4/2', published: null },
  { design: 'adaptiv8', label: 'AdaptivFloat-8', published: 2.74 },
  { design: 'posit_fused', label: 'posit 8/4/2', published: 3.2 },
  { design: 'int8', label: 'INT8', published: null },
];

/** Every row in one library, where its design took part and has a point at the clock. */
export function paperRows(
  library: string,
  designs: readonly DesignRow[],
  mixes: readonly MixRow[],
  clockNs: number,
): PaperRow[] {
  return ROWS.flatMap(({ design, label, published }) => {
    const row = designs.find(({ id }) => id === design);
    const figures = row?.figures.find((one) => one.library === library);
    const point = figures?.points.find(({ name }) => name === 'clock');
    if (point === undefined) return [];
    const own = mixes.filter((mix) => mix.library === library && mix.design === design);
    const macs = own.map(({ mix, areaPerMac }) => [mix, point.area / areaPerMac] as const);
    return [
      {
        design,
        library,
        label,
        area: point.area,
        macsPerCycle: Object.fromEntries(macs),
        // um2 and ns: 1e6 um2 are a mm2, 1 MAC/ns is a GMAC/s.
        density: Object.fromEntries(
          macs.map(([mix, perCycle]) => [mix, ((perCycle / clockNs) * 1e6) / point.area]),
        ),
        energyPerMac: Object.fromEntries(own.map(({ mix, energyPerMac }) => [mix, energyPerMac])),
        published,
      },
    ];
  });
}
