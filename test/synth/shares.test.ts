import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Module } from '../../generator/design.ts';
import { paintFor } from '../../report/paint.ts';
import { synthLines } from '../../report/synth-text.ts';
import { synthesize } from '../../synth/index.ts';
import type { NamedModule } from '../../synth/map-design.ts';
import { areaShares } from '../../synth/shares.ts';
import { describeModule, freshCache, macDesign, port, renamedMac, TINY } from './support.ts';

function node(
  name: string,
  role: Module['role'],
  area: number,
  instances: Record<string, number> = {},
): NamedModule {
  const description = describeModule(name, role, []);
  const rest = { recipe: 'r', cellTypes: {}, flops: 0, netlist: '', key: '', cached: false };
  return { name, area, instances, description, ...rest };
}

/** 2 rows, 3 columns; each PE has two products with a table each, each foot four encoders. */
const ARRAY = [
  node('decoder', 'decoder', 3),
  node('antilog', 'antilog', 1),
  node('product', 'product', 10, { antilog: 1 }),
  node('pe', 'pe', 20, { product: 2 }),
  node('pe_r1', 'pe', 25, { product: 2 }),
  node('grid', 'grid', 0, { pe: 3, pe_r1: 3 }),
  node('act_edge', 'edge', 5, { decoder: 2 }),
  node('weight_edge', 'edge', 7, { decoder: 3 }),
  node('accumulator', 'accumulator', 30),
  node('encoder', 'encoder', 9),
  node('foot', 'foot', 11, { accumulator: 1, encoder: 4 }),
  node('control', 'control', 6),
  node('array', 'array', 2, { act_edge: 1, weight_edge: 1, grid: 1, foot: 3, control: 1 }),
];

const EXPECTED = {
  decoders: 5 * 3,
  PEs: 3 * 20 + 3 * 25 + 6 * 2 * (10 + 1),
  accumulators: 3 * 30,
  encoders: 12 * 9,
  control: 6,
  rest: 5 + 7 + 3 * 11 + 2,
};

test('every instance counts once, in the part of its module', () => {
  const shares = areaShares(ARRAY);
  expect(Object.fromEntries(shares.map(({ part, area }) => [part, area]))).toEqual(EXPECTED);
  const total = Object.values(EXPECTED).reduce((sum, area) => sum + area, 0);
  for (const { area, share } of shares) expect(share).toBeCloseTo(area / total, 5);
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
});

test('the order of the modules makes no difference', () => {
  expect(areaShares(ARRAY.toReversed())).toEqual(areaShares(ARRAY));
});

/** The fixture's PE twice and its encoder, as an array of one row. */
const ROW = `
module row_array (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  input  logic        first_i,
  input  logic [11:0] start_i,
  input  logic [7:0]  weight_i,
  input  logic [3:0]  act_i,
  output logic [7:0]  code_o
);
  logic [23:0] acc;
  logic [1:0]  nar;

  for (genvar col = 0; col < 2; col++) begin : gen_col
    row_pe u_pe (
      .clk_i, .rst_ni, .en_i, .first_i, .start_i, .act_i,
      .weight_i(weight_i[4*col +: 4]),
      .acc_o(acc[12*col +: 12]),
      .nar_o(nar[col])
    );
    row_encoder u_encoder (
      .acc_i(acc[12*col +: 12]),
      .nar_i(nar[col]),
      .code_o(code_o[4*col +: 4])
    );
  end
endmodule
`;

async function rowReport() {
  await freshCache();
  const directory = await renamedMac('row');
  await writeFile(join(directory, 'row_array.sv'), ROW);
  await writeFile(
    join(directory, 'row.f'),
    'row_decoder.sv\nrow_pe.sv\nrow_encoder.sv\nrow_array.sv\n',
  );
  const array = describeModule('row_array', 'array', [
    port('input', 'clk_i'),
    port('input', 'rst_ni'),
    port('input', 'en_i'),
    port('input', 'first_i'),
    port('input', 'start_i', 12),
    port('input', 'weight_i', 8),
    port('input', 'act_i', 4),
    port('output', 'code_o', 8),
  ]);
  const { config, modules } = macDesign('row');
  const design = { config, modules: [...modules, array] };
  return synthesize(design, { directory, liberty: TINY, effort: 'low' });
}

test('the parts of a mapped array add up to its area, and are printed with their shares', async () => {
  const report = await rowReport();
  const own = Object.fromEntries(report.modules.map(({ name, area }) => [name, area]));
  const shares = report.shares ?? [];
  expect(Object.fromEntries(shares.map(({ part, area }) => [part, area]))).toEqual({
    decoders: 4 * (own.row_decoder ?? Number.NaN),
    PEs: 2 * (own.row_pe ?? Number.NaN),
    accumulators: 0,
    encoders: 2 * (own.row_encoder ?? Number.NaN),
    control: 0,
    rest: own.row_array,
  });
  expect(shares.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(report.totalArea, 6);
  for (const { shares: parts, totalArea } of report.points) {
    expect(parts?.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(totalArea, 6);
  }

  const percent = (part: string) => {
    const { share } = shares.find((one) => one.part === part) ?? { share: Number.NaN };
    return `${(100 * share).toFixed(1)} %`;
  };
  const lines = synthLines(report, paintFor({ isTTY: false }));
  const row = lines.find((line) => line.startsWith('  decoders '));
  expect(row).toContain(percent('decoders'));
  expect(lines.find((line) => line.startsWith('  PEs '))).toContain(percent('PEs'));
});

test('a PE has no shares', async () => {
  await freshCache();
  const report = await synthesize(macDesign('row'), {
    directory: await renamedMac('row'),
    liberty: TINY,
    effort: 'low',
  });
  expect(report).not.toHaveProperty('shares');
  expect(synthLines(report, paintFor({ isTTY: false })).join('\n')).not.toContain('share');
});
