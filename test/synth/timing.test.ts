import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLibrary } from '../../synth/library.ts';
import { readAnswers, type TimingRequest, timeModules } from '../../synth/timing.ts';
import { locateOpenSta } from '../../synth/tools.ts';
import { failureOf, fakeSta, fakeTools, freshCache, OSU018, scratch, TINY } from './support.ts';

/** Times one module of the given netlists in a fresh cache. */
async function time(
  netlists: Readonly<Record<string, string>>,
  options: { clock?: string; liberty?: string } = {},
) {
  await freshCache();
  const names = Object.keys(netlists);
  const name = names.at(-1) ?? '';
  const request: TimingRequest = {
    name,
    top: name,
    clock: options.clock ?? null,
    key: JSON.stringify(netlists),
    modules: names,
  };
  const { paths } = await timeModules([request], {
    sta: await locateOpenSta(),
    library: await openLibrary(options.liberty ?? TINY),
    netlists: new Map(Object.entries(netlists)),
    timeoutSeconds: 60,
  });
  return paths.get(name);
}

/** `count` inverters from `from` to `to`, in structural Verilog. */
function inverters(count: number, from: string, to: string, cell = 'INV'): string {
  const net = (index: number) => (index === 0 ? from : index === count ? to : `n${index}`);
  return Array.from({ length: count }, (_, index) => {
    const wire = index + 1 < count ? `wire n${index + 1};\n` : '';
    return `${wire}${cell} u${index} (.A(${net(index)}), .Y(${net(index + 1)}));\n`;
  }).join('');
}

const PORTS = '(clk_i, d_i, q_o);\ninput clk_i;\ninput d_i;\noutput q_o;\n';

describe('with 0.1 ns for a gate, 0.2 ns for a flip-flop and 0.05 ns of setup', () => {
  test('four inverters from input to output: 0.4 ns', async () => {
    const chain = `module chain (a_i, y_o);\ninput a_i;\noutput y_o;\n${inverters(4, 'a_i', 'y_o')}endmodule\n`;
    expect(await time({ chain })).toEqual({ ns: 0.4, from: 'a_i', to: 'y_o' });
  });

  test('between registers: 0.2 + 3 x 0.1 + 0.05 ns', async () => {
    const pe = `module pe ${PORTS}wire x, y;
      DFF r0 (.CK(clk_i), .D(d_i), .Q(x));
      ${inverters(3, 'x', 'y')}
      DFF \\q_q[0]_reg (.CK(clk_i), .D(y), .Q(q_o));
      endmodule`;
    expect(await time({ pe }, { clock: 'clk_i' })).toEqual({
      ns: 0.55,
      from: 'r0/Q',
      to: 'q_q[0]_reg/D',
    });
  });

  test('input to register counts: 5 x 0.1 + 0.05 ns, longer than the register paths', async () => {
    const pe = `module pe ${PORTS}wire y;
      ${inverters(5, 'd_i', 'y')}
      DFF r (.CK(clk_i), .D(y), .Q(q_o));
      endmodule`;
    expect(await time({ pe }, { clock: 'clk_i' })).toEqual({ ns: 0.55, from: 'd_i', to: 'r/D' });
  });

  test('register to output counts: 0.2 + 2 x 0.1 ns', async () => {
    const pe = `module pe ${PORTS}wire x;
      DFF r (.CK(clk_i), .D(d_i), .Q(x));
      ${inverters(2, 'x', 'q_o')}
      endmodule`;
    expect(await time({ pe }, { clock: 'clk_i' })).toEqual({ ns: 0.4, from: 'r/Q', to: 'q_o' });
  });

  test('a path through a child counts: 2 x 0.1 ns within, 0.1 ns around', async () => {
    const child = `module child (a_i, y_o);\ninput a_i;\noutput y_o;\n${inverters(2, 'a_i', 'y_o')}endmodule\n`;
    const top =
      'module top (a_i, y_o);\ninput a_i;\noutput y_o;\nwire x;\n' +
      'child u_child (.a_i(a_i), .y_o(x));\nINV u (.A(x), .Y(y_o));\nendmodule\n';
    expect(await time({ child, top })).toEqual({ ns: 0.3, from: 'a_i', to: 'y_o' });
  });

  test('constant outputs have no path', async () => {
    const none =
      "module none (a_i, y_o);\ninput a_i;\noutput y_o;\nassign y_o = 1'h0;\nendmodule\n";
    expect(await time({ none })).toBeNull();
  });
});

test('a library in picoseconds is reported in ns', async () => {
  await freshCache();
  const liberty = join(await scratch(), 'ps.lib');
  await writeFile(liberty, (await readFile(TINY, 'utf8')).replace('"1ns"', '"1ps"'));
  const chain = `module chain (a_i, y_o);\ninput a_i;\noutput y_o;\n${inverters(40, 'a_i', 'y_o')}endmodule\n`;
  expect((await time({ chain }, { liberty }))?.ns).toBe(0.004);
});

describe('osu018, against its INVX1 tables read by hand', () => {
  // Corner of the tables: load 0.005 and 0.0125 pF, input slew 0.06 and 0.18 ns; beyond it they
  // are continued linearly.
  const fall = [0.030906, 0.037434, 0.04464, 0.057551] as const;
  const rise = [0.037639, 0.056898, 0.05258, 0.083003] as const;
  const fallSlew = [0.032269, 0.0648, 0.036025, 0.0726] as const;
  const riseSlew = [0.031447, 0.059488, 0.047167, 0.0786] as const;
  const pin = { rise: 0.00932196, fall: 0.00932456 };

  function read(table: readonly [number, number, number, number], load: number, slew: number) {
    const x = (load - 0.005) / 0.0075;
    const y = (slew - 0.06) / 0.12;
    const [a, b, c, d] = table;
    return a * (1 - x) * (1 - y) + b * (1 - x) * y + c * x * (1 - y) + d * x * y;
  }

  const chain = (count: number) =>
    `module chain (a_i, y_o);\ninput a_i;\noutput y_o;\n${inverters(count, 'a_i', 'y_o', 'INVX1')}endmodule\n`;

  test('one inverter without slew and load', async () => {
    const expected = Math.max(read(rise, 0, 0), read(fall, 0, 0));
    expect(expected).toBeCloseTo(0.02177, 5);
    expect((await time({ chain: chain(1) }, { liberty: OSU018 }))?.ns).toBeCloseTo(expected, 5);
  });

  test('two inverters, the first loaded by the second', async () => {
    const risesLast = read(fall, pin.fall, 0) + read(rise, 0, read(fallSlew, pin.fall, 0));
    const fallsLast = read(rise, pin.rise, 0) + read(fall, 0, read(riseSlew, pin.rise, 0));
    const expected = Math.max(risesLast, fallsLast);
    expect((await time({ chain: chain(2) }, { liberty: OSU018 }))?.ns).toBeCloseTo(expected, 5);
  });
});

describe('OpenSTA ends with exit code 0 whatever happens', () => {
  test('an error line is a failure', () => {
    const output = 'logposit\tpe\t0.5\t0.5\ta_i\ty_o\nError: pe.v, line 3 syntax error\n';
    expect(() => readAnswers(output, ['pe'])).toThrow('OpenSTA failed: pe.v, line 3 syntax error');
  });

  test.each([
    ['', 'no answer for module pe'],
    ['logposit\tother\tnone\n', 'no answer for module pe'],
    ['logposit\tpe\n', 'no path for module pe'],
    ['logposit\tpe\t\t\ta_i\ty_o\n', 'no path for module pe'],
    ['logposit\tpe\tx\tx\ta_i\ty_o\n', 'no path for module pe'],
    ['logposit\tpe\t0.5\t0.5\ta_i\t\n', 'no path for module pe'],
    ['logposit\tpe\t0.5\t0.6\ta_i\ty_o\n', 'slacks 0.5 and 0.6 of module pe differ'],
  ])('%j', (output, reason) => {
    expect(() => readAnswers(output, ['pe'])).toThrow(`OpenSTA failed: ${reason}`);
  });

  test('a netlist that it cannot read', async () => {
    const failure = await failureOf(time({ broken: 'module broken (a_i;\nendmodule\n' }));
    expect(failure).toMatchObject({ kind: 'tool-failed', exitCode: 3 });
    expect(failure.message).toMatch(/^OpenSTA failed: broken\.v, line 1/);
  });
});

test('a cell without a model is a failure, not a path of zero delay', async () => {
  const odd =
    'module odd (a_i, y_o);\ninput a_i;\noutput y_o;\nODD u (.A(a_i), .Y(y_o));\nendmodule\n';
  const { kind, message } = await failureOf(time({ odd }));
  expect(kind).toBe('tool-failed');
  expect(message).toMatch(/^OpenSTA failed: .*module ODD not found/);
});

test.each([
  ['kill -9 $$', 'OpenSTA was killed by SIGKILL'],
  ['echo Error: no licence; exit 4', 'OpenSTA failed with exit code 4: Error: no licence'],
  ['exit 0', 'OpenSTA failed: no answer for module chain'],
])('an sta that does %j', async (body, message) => {
  await fakeTools({ sta: fakeSta(body) });
  expect(await failureOf(time({ chain: '' }))).toMatchObject({ kind: 'tool-failed', message });
});
