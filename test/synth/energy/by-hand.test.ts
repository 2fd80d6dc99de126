import { describe, expect, test } from 'vitest';
import type { EnergySplit } from '../../../synth/energy/index.ts';
import { freshCache, OSU018 } from '../support.ts';
import { measure, wordsOf } from './support.ts';

function rounded(split: EnergySplit): Record<string, number> {
  return Object.fromEntries(
    Object.entries(split).map(([key, value]) => [key, Number(value.toFixed(6))]),
  );
}

const MODELS = ['zero', 'liberty'] as const;
const cycles = { warmUp: 2, measured: 6 };

describe.each(MODELS)('energy worked by hand, %s', (model) => {
  /** A register that inverts itself. At 2 V a net of C fF takes 1/2 C V^2 = 2 C fJ a toggle. */
  test('a toggling register', async () => {
    await freshCache();
    const text = `module top(clk_i, q_o);
  input clk_i; wire clk_i; output q_o; wire q_o; wire \\n[3] ;
  DFF \\state[0] (.CK(clk_i), .D(\\n[3] ), .Q(q_o));
  INV inv (.A(q_o), .Y(\\n[3] ));
endmodule`;
    const report = await measure(text, { top: 2 }, cycles, {}, { model });
    // q: INV.A 10 fF, n: DFF.D 10 fF, each toggles once a cycle: 20 + 20.
    const switching = 40;
    // INV: rising 3 + 0.1 x 10 fF = 4, falling 1; Q: 8, 6; D: 1, 1; rising and falling take turns.
    const internal = (4 + 1) / 2 + (8 + 6) / 2 + 1;
    // CK: 20 fF twice a cycle, and 4 + 2 inside.
    const clock = 80 + 6;
    // 2 cells of 5 nW for 10 ns.
    const leakage = 0.1;
    const dynamic = switching + internal + clock;
    expect(rounded(report.perCycle)).toEqual({
      switching,
      internal,
      clock,
      dynamic,
      leakage,
      total: dynamic + leakage,
    });
    expect(report).toMatchObject({
      cells: 2,
      cycles: 6,
      toggles: 24,
      clockToggles: 12,
      voltage: 2,
    });
    expect(wordsOf(report, 'q_o')).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
  });

  /** Slew 0.06 ns is the first of the tables; loads lie between 5 and 12.5 fF, or are 0. */
  test('two inverters of osu018', async () => {
    await freshCache();
    const text = `module top(a_i, y_o);
  input a_i; wire a_i; output y_o; wire y_o; wire n;
  INVX1 one (.A(a_i), .Y(n));
  INVX1 two (.A(n), .Y(y_o));
endmodule`;
    const report = await measure(
      text,
      { top: 2 },
      { warmUp: 1, measured: 4 },
      { a_i: (cycle) => cycle % 2 },
      { model, file: OSU018, slewNs: 0.06 },
    );
    // a and n have 9.32456 fF at 1.8 V, y none; each toggles once a cycle.
    const switching = 2 * 0.5 * 9.32456 * 1.8 ** 2;
    // n: share (9.32456 - 5) / 7.5; y: extended to 0 fF. Rising and falling in turn.
    const share = (9.32456 - 5) / 7.5;
    const n = 23.555 + (23.165 - 23.555) * share + 9.213 + (9.047 - 9.213) * share;
    const y = 23.555 + (0.39 * 5) / 7.5 + 9.213 + (0.166 * 5) / 7.5;
    // Two cells of 0.0221741 nW for 10 ns.
    const leakage = 2 * 0.0221741 * 10 * 1e-3;
    expect(report.perCycle.switching).toBeCloseTo(switching, 6);
    expect(report.perCycle.internal).toBeCloseTo((n + y) / 2, 6);
    expect(report.perCycle.clock).toBe(0);
    expect(report.perCycle.leakage).toBeCloseTo(leakage, 9);
  });

  test('wire for each pin of a net', async () => {
    await freshCache();
    const text = `module top(a_i, y_o);
  input a_i; output y_o; wire n;
  INV one (.A(a_i), .Y(n)); INV two (.A(n), .Y(y_o)); INV three (.A(n), .Y());
endmodule`;
    const inputs = { a_i: (cycle: number) => cycle % 2 };
    const wired = { model, wireFemtofarads: 1 };
    const report = await measure(text, { top: 3 }, cycles, inputs, wired);
    // a: 10 + 1; n: 2 x (10 + 1) fF.
    expect(report.perCycle.switching).toBeCloseTo(2 * 33, 6);
    // Rising 3 + 0.1 x load: 22 fF, nothing, nothing.
    expect(report.perCycle.internal).toBeCloseTo((3 + 2.2 + 3 + 3 + 3 * 1) / 2, 6);
  });

  /** Of DFFWHEN's tables one holds where D = 1 and Q = 0 before the edge. */
  test('energy of a pin by the state before it toggles', async () => {
    await freshCache();
    const text = `module top(clk_i, d_i, q_o);
  input clk_i, d_i; output q_o;
  DFFWHEN one (.CK(clk_i), .D(d_i), .Q(q_o));
endmodule`;
    const report = await measure(
      text,
      { top: 1 },
      cycles,
      { d_i: (cycle) => cycle % 2 },
      { model },
    );
    // Every second cycle D is 1 while Q is 0: then the clock falls (5) and rises (0), else 2 and 4.
    expect(report.perCycle.clock).toBeCloseTo(80 + (5 + 0 + 2 + 4) / 2, 6);
  });

  test('energy that both outputs tell counts once', async () => {
    await freshCache();
    const text = `module top(a_i);
  input a_i; PAIR one (.A(a_i), .Y(), .YN());
endmodule`;
    const report = await measure(
      text,
      { top: 1 },
      cycles,
      { a_i: (cycle) => cycle % 2 },
      { model },
    );
    expect(report.perCycle.internal).toBeCloseTo((10 + 20) / 2, 6);
  });

  test('shares by groups add up', async () => {
    await freshCache();
    const text = `module leaf(a_i, y_o);
  input [1:0] a_i; output [1:0] y_o;
  INV \\u[0] (.A(a_i[0]), .Y(y_o[0])); INV \\u[1] (.A(a_i[1]), .Y(y_o[1]));
endmodule
module top(a_i, y_o);
  input a_i; output y_o; wire [1:0] n; wire [1:0] m;
  leaf \\u_leaf[0] (.a_i({ a_i, 1'b1 }), .y_o(n));
  leaf \\u_leaf[1] (.a_i({ n[1], a_i }), .y_o(m));
  XOR x (.A(m[0]), .B(m[1]), .Y(y_o));
endmodule`;
    const inputs = { a_i: (cycle: number) => cycle % 2 };
    const counts = { top: 1, leaf: 2 };
    const report = await measure(text, counts, cycles, inputs, { model });
    expect([...report.byInstance.keys()].sort()).toEqual(['leaf', 'top']);
    expect(report.byInstance.get('leaf')?.cells).toBe(4);
    const sum = [...report.byInstance.values()].reduce((total, one) => total + one.total, 0);
    expect(sum).toBeCloseTo(report.perCycle.total, 9);
    const paths = await measure(text, counts, cycles, inputs, {
      model,
      groupOf: ({ path }) => path || 'the top',
    });
    expect([...paths.byInstance.keys()]).toEqual(['the top', 'u_leaf[0]', 'u_leaf[1]']);
    expect(rounded(paths.perCycle)).toEqual(rounded(report.perCycle));
  });
});

describe('glitches', () => {
  /** y = a ^ a'' : equal but for the 0.2 ns that two inverters take. */
  const text = (xor: string) => `module top(a_i, y_o);
  input a_i; output y_o; wire n, m;
  INV one (.A(a_i), .Y(n)); INV two (.A(n), .Y(m)); ${xor} x (.A(a_i), .B(m), .Y(y_o));
endmodule`;
  const inputs = { a_i: (cycle: number) => cycle % 2 };

  test.each([
    // a, n and m toggle once; a quick XOR follows twice, a slow one not at all.
    ['XOR', 'zero', 3, 0],
    ['XOR', 'liberty', 5, 0.001 + 0.2 + 0.05],
    ['SLOWXOR', 'zero', 3, 0],
    ['SLOWXOR', 'liberty', 3, 0.001 + 0.2],
  ] as const)('%s, %s: %i toggles a cycle', async (xor, model, toggles, settledNs) => {
    await freshCache();
    const report = await measure(text(xor), { top: 3 }, cycles, inputs, { model });
    expect(report.toggles).toBe(toggles * cycles.measured);
    expect(report.settledNs).toBeCloseTo(settledNs, 9);
    expect(new Set(wordsOf(report, 'y_o'))).toEqual(new Set([0]));
  });

  test('by the tables that fit the pins', async () => {
    await freshCache();
    const report = await measure(text('XOR'), { top: 3 }, cycles, inputs, { model: 'liberty' });
    // n: 3 + 1 or 1; m, with 10 fF, 3 + 1 or 1; each XOR toggle 2 where A is 1, else 4.
    expect(report.perCycle.internal).toBeCloseTo((4 + 1) / 2 + (4 + 1) / 2 + 2 * 3, 6);
  });
});

describe.each(MODELS)('clock gating, %s', (model) => {
  const text = `module top(clk_i, en_i, d_i, q_o);
  input clk_i, en_i, d_i; output q_o; wire g;
  GATE gate (.CK(clk_i), .EN(en_i), .GCK(g));
  DFF one (.CK(g), .D(d_i), .Q(q_o));
endmodule`;

  test('a gated clock costs where it toggles', async () => {
    await freshCache();
    // Enabled one cycle in four: what EN is in a cycle decides on the next edge.
    const inputs = { en_i: (cycle: number) => (cycle % 4 === 0 ? 1 : 0), d_i: () => 0 };
    const run = { warmUp: 4, measured: 8 };
    const report = await measure(text, { top: 2 }, run, inputs, { model });
    // clk: 20 fF twice and GATE's 1 + 1; every fourth cycle GCK's 20 fF twice, 3 + 5, CK's 4 + 2.
    expect(report.perCycle.clock).toBeCloseTo(80 + 2 + (80 + 8 + 6) / 4, 6);
    expect(report.clockToggles).toBe(8 * 2 + 2 * 2);
    expect(report.perCycle.switching).toBeCloseTo((2 * 10 * 2) / 4, 6);
  });

  test('and the register keeps what it has', async () => {
    await freshCache();
    const inputs = {
      en_i: (cycle: number) => (cycle === 3 ? 1 : 0),
      d_i: (cycle: number) => (cycle >= 2 ? 1 : 0),
    };
    const report = await measure(text, { top: 2 }, { warmUp: 0, measured: 7 }, inputs, { model });
    expect(wordsOf(report, 'q_o')).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });

  test('a register that clocks another', async () => {
    await freshCache();
    const divider = `module top(clk_i, q_o);
  input clk_i; output [1:0] q_o; wire [1:0] n;
  DFF one (.CK(clk_i), .D(n[0]), .Q(q_o[0])); INV i0 (.A(q_o[0]), .Y(n[0]));
  DFF two (.CK(q_o[0]), .D(n[1]), .Q(q_o[1])); INV i1 (.A(q_o[1]), .Y(n[1]));
endmodule`;
    const report = await measure(divider, { top: 4 }, { warmUp: 0, measured: 6 }, {}, { model });
    expect(wordsOf(report, 'q_o', 2)).toEqual([3, 2, 1, 0, 3, 2]);
  });

  test('a clock that data change between the edges is refused', async () => {
    await freshCache();
    const bad = `module top(clk_i, en_i, q_o);
  input clk_i, en_i; output q_o; wire g;
  XOR gate (.A(clk_i), .B(en_i), .Y(g)); DFF one (.CK(g), .D(en_i), .Q(q_o));
endmodule`;
    const inputs = { en_i: (cycle: number) => cycle % 2 };
    await expect(measure(bad, { top: 2 }, cycles, inputs, { model })).rejects.toThrow(
      'the clock from gate toggles between edges',
    );
  });
});
