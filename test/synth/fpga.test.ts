import { expect, test } from 'vitest';
import { chooseYosys } from '../../synth/choose-yosys.ts';
import { countPrimitives } from '../../synth/fpga/count.ts';
import { mapToFpga } from '../../synth/fpga/map-fpga.ts';
import { FPGA_FAMILIES, type FpgaFamily } from '../../synth/fpga/report.ts';
import { failureOf, freshCache } from './support.ts';

/** A top with an adder and eight flip-flops, through a child. */
const texts = (name: string) => [
  `module ${name}_sum (input [7:0] a_i, input [7:0] b_i, output [7:0] y_o);
  assign y_o = a_i + b_i;
endmodule
`,
  `module ${name}_pe (input clk_i, input [7:0] a_i, input [7:0] b_i, output reg [7:0] q_o);
  wire [7:0] sum;
  ${name}_sum u_sum (.a_i(a_i), .b_i(b_i), .y_o(sum));
  always @(posedge clk_i) q_o <= sum;
endmodule
`,
];

async function map(family: FpgaFamily, name = 'one', sources = texts(name)) {
  const yosys = await chooseYosys('system');
  const design = { config: name, tops: [`${name}_pe`], texts: sources };
  return mapToFpga(design, { family, yosys, timeoutSeconds: 60, onModule: () => {} });
}

test.each(FPGA_FAMILIES)(
  'an 8-bit adder with a register on %s, and again from the memo',
  async (family) => {
    await freshCache();
    const report = await map(family);
    expect(report.family).toBe(family);
    expect(report.hits).toBe(0);
    const [pe] = report.modules;
    expect(pe).toMatchObject({
      name: 'one_pe',
      flops: 8,
      brams: 0,
      dsps: 0,
      lutRams: 0,
      others: 0,
    });
    // The carry out of the last bit is not used; ecp5 has the sum in its carry primitive.
    const carries = { ice40: 7, ecp5: 4, xilinx: 2 }[family];
    expect(pe?.carries).toBeGreaterThanOrEqual(carries - 1);
    expect(pe?.carries).toBeLessThanOrEqual(carries);
    expect((pe?.luts ?? 0) + (family === 'ecp5' ? 8 : 0)).toBe(8);
    // Another name for the same hardware.
    expect(await map(family, 'two')).toEqual({
      family,
      modules: [{ ...pe, name: 'two_pe' }],
      hits: 1,
    });
  },
);

test('primitives count by what they take up; a new one is not lost', () => {
  const cells = { LUT2: 1, LUT6: 2, INV: 1, FDRE: 3, FDSE_1: 1, CARRY4: 4, MUXF7: 5, RAMB18E1: 6 };
  expect(countPrimitives('xilinx', { ...cells, DSP48E1: 7, SRL16E: 8, BUFG: 9 })).toEqual({
    luts: 4,
    flops: 4,
    carries: 4,
    muxes: 5,
    brams: 6,
    dsps: 7,
    lutRams: 8,
    others: 9,
  });
});

test('RTL that Yosys cannot read is told with the module and the family', async () => {
  await freshCache();
  const { kind, message } = await failureOf(
    map('ice40', 'one', ['module one_pe (input a_i; endmodule']),
  );
  expect(kind).toBe('tool-failed');
  expect(message).toMatch(/^mapping one_pe to ice40: Yosys failed: design\.sv:1: syntax error/);
});
