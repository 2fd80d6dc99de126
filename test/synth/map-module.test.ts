import { describe, expect, test } from 'vitest';
import { synthesize } from '../../synth/index.ts';
import { readMapping } from '../../synth/map-module.ts';
import { contentHash } from '../../system/cache.ts';
import { freshCache, OSU018, oneModule, port, TINY } from './support.ts';

const TWO_NANDS_ONE_FLOP = `
module one_pe (
  input  logic clk_i,
  input  logic a_i,
  input  logic b_i,
  input  logic c_i,
  output logic y_o,
  output logic q_o
);
  assign y_o = ~(b_i & c_i);
  always_ff @(posedge clk_i) q_o <= ~(a_i & b_i);
endmodule
`;

const PORTS = [
  port('input', 'clk_i'),
  port('input', 'a_i'),
  port('input', 'b_i'),
  port('input', 'c_i'),
  port('output', 'y_o'),
  port('output', 'q_o'),
];

describe('two NANDs and a flip-flop', () => {
  test('are 2 x 24 + 96 um2 in osu018', async () => {
    await freshCache();
    const { design, directory } = await oneModule(TWO_NANDS_ONE_FLOP, PORTS);
    const report = await synthesize(design, { directory, liberty: OSU018 });
    expect(report.modules).toHaveLength(1);
    expect(report.modules[0]).toMatchObject({
      name: 'one_pe',
      area: 2 * 24 + 96,
      cells: 3,
      flops: 1,
      cellTypes: { NAND2X1: 2, DFFPOSX1: 1 },
      instances: {},
      hierarchyArea: 144,
      nand2: 6,
    });
    expect(report).toMatchObject({ totalArea: 144, areaUnit: 'um2', nand2Area: 24, nand2: 6 });
  });

  test('are 2 x 2 + 10 in the tiny library', async () => {
    await freshCache();
    const { design, directory } = await oneModule(TWO_NANDS_ONE_FLOP, PORTS);
    const report = await synthesize(design, { directory, liberty: TINY });
    expect(report.modules[0]).toMatchObject({
      area: 14,
      cells: 3,
      flops: 1,
      cellTypes: { NAND2: 2, DFF: 1 },
    });
    expect(report).toMatchObject({ totalArea: 14, areaUnit: 'library units', nand2: 7 });
  });
});

describe('a figure that is not there is a failure', () => {
  const flops =
    '   Number of cells:                  2\n     $_NAND_                         1\n     DFF                             1\n';
  const stat = (cells: string, area = "\n   Chip area for module '\\x': 12.000000\n") =>
    `   Number of cells:                  2\n${cells}${area}`;
  const nand = '     NAND2                           1\n';
  const flop = '     DFF                             1\n';
  const child = '     logposit_child_0                1\n';

  test('whole', () => {
    expect(readMapping({ flops, stat: stat(nand + flop), netlist: 'n' }, 0)).toEqual({
      area: 12,
      cellTypes: { NAND2: 1, DFF: 1 },
      flops: 1,
      instances: [],
      netlist: 'n',
      hash: contentHash('n'),
    });
  });

  test('a child is an instance, and neither a cell nor a flip-flop', () => {
    const mapped = readMapping(
      {
        flops: flops.replace('$_NAND_         ', 'logposit_child_0'),
        stat: stat(child + flop),
        netlist: '',
      },
      1,
    );
    expect(mapped).toMatchObject({ cellTypes: { DFF: 1 }, flops: 1, instances: [1] });
  });

  test('a cell of Yosys is left', () => {
    const latch = nand.replace('NAND2        ', '$_DLATCH_P_  ');
    expect(() => readMapping({ flops, stat: stat(latch + flop), netlist: '' }, 0)).toThrow(
      'the mapped netlist has cells left unmapped: $_DLATCH_P_',
    );
  });

  test('a cell has no area', () => {
    const text = `${stat(nand + flop)}\n   Area for cell type \\DFF is unknown!\n`;
    expect(() => readMapping({ flops, stat: text, netlist: '' }, 0)).toThrow(
      'the mapped netlist has cells without an area: DFF',
    );
  });

  test('there is no area at all', () => {
    expect(() => readMapping({ flops, stat: stat(nand + flop, ''), netlist: '' }, 0)).toThrow(
      'the mapped netlist has no area',
    );
  });
});
