import { expect, test } from 'vitest';
import type { Module } from '../../generator/design.ts';
import { parseNetlist } from '../../synth/energy/verilog.ts';
import { openLibrary } from '../../synth/library.ts';
import type { NamedModule } from '../../synth/map-design.ts';
import { instancesOf } from '../../synth/netlist-text.ts';
import { withSharedDrive } from '../../synth/shared-drive.ts';
import { clusterForTiming } from '../../synth/stand-in.ts';
import { timeModules } from '../../synth/timing.ts';
import { locateOpenSta } from '../../synth/tools.ts';
import { describeModule, freshCache, OSU018, port } from './support.ts';

const COLS = 3;

const CLUSTER = `module c_cluster(clk_i, mode_i, act_i, sum_o);
  input [1:0] act_i;
  wire [1:0] act_i;
  wire [1:0] act_q;
  input clk_i;
  wire clk_i;
  input mode_i;
  wire mode_i;
  output [2:0] sum_o;
  wire [2:0] sum_o;
${[0, 1]
  .map(
    (bit) => `  DFFPOSX1 \\act_q[${bit}]_reg  (
    .CLK(clk_i),
    .D(act_i[${bit}]),
    .Q(act_q[${bit}])
  );
`,
  )
  .join('')}${Array.from(
  { length: COLS },
  (_, col) => `  c_pe \\gen_col[${col}].u_pe  (
    .act_i(act_q),
    .clk_i(clk_i),
    .mode_i(mode_i),
    .sum_o(sum_o[${col}])
  );
`,
).join('')}endmodule
`;

/** A product of the two shared bits, then logic of its own before a register. */
const PE = `module c_pe(clk_i, mode_i, act_i, sum_o);
  input [1:0] act_i;
  wire [1:0] act_i;
  input clk_i;
  wire clk_i;
  input mode_i;
  wire mode_i;
  output sum_o;
  wire sum_o;
  wire x;
  wire y;
  c_product u_product  (
    .act_i(act_i),
    .terms_o(x)
  );
  INVX1 own  (
    .A(x),
    .Y(y)
  );
  DFFPOSX1 sum_q_reg  (
    .CLK(clk_i),
    .D(y),
    .Q(sum_o)
  );
endmodule
`;

const PRODUCT = `module c_product(act_i, terms_o);
  input [1:0] act_i;
  wire [1:0] act_i;
  output terms_o;
  wire terms_o;
  NAND2X1 first  (
    .A(act_i[0]),
    .B(act_i[1]),
    .Y(terms_o)
  );
endmodule
`;

function node(
  name: string,
  netlist: string,
  role: Module['role'],
  ports: Module['ports'],
  rest: Partial<NamedModule> = {},
): NamedModule {
  const description = describeModule(name, role, ports);
  const figures = { recipe: 'r', area: 0, cellTypes: {}, flops: 0, instances: {}, cached: false };
  return { name, description, netlist, key: netlist, ...figures, ...rest };
}

const shared = [port('input', 'clk_i'), port('input', 'mode_i'), port('input', 'act_i', 2)];
const cluster = node('c_cluster', CLUSTER, 'cluster', [...shared, port('output', 'sum_o', COLS)], {
  area: 192,
  cellTypes: { DFFPOSX1: 2 },
  instances: { c_pe: COLS },
});
const pe = node('c_pe', PE, 'pe', [...shared, port('output', 'sum_o')], {
  instances: { c_product: 1 },
});
const product = node('c_product', PRODUCT, 'product', [
  port('input', 'act_i', 2),
  port('output', 'terms_o'),
]);
const modules = new Map([cluster, pe, product].map((one) => [one.name, one.description]));
const BUFFER = { cell: 'BUFX4', area: 32, inputs: ['A'], out: 'Y' };

test('bits that all PEs take from registers of the cluster get a buffer each', () => {
  const driven = withSharedDrive(cluster, modules, BUFFER);
  expect(driven).toMatchObject({ area: 192 + 2 * 32, cellTypes: { DFFPOSX1: 2, BUFX4: 2 } });
  expect(driven.key).not.toBe(cluster.key);
  const instances = instancesOf(driven.netlist);
  const nets = instances
    .filter(({ type }) => type === 'c_pe')
    .map(({ connections }) => Object.fromEntries(connections));
  expect(nets).toEqual(
    Array.from({ length: COLS }, (_, col) => ({
      act_i: 'shared_drive_act_i',
      clk_i: 'clk_i',
      mode_i: 'mode_i',
      sum_o: `sum_o[${col}]`,
    })),
  );
  expect(instances.filter(({ type }) => type === 'BUFX4')).toHaveLength(2);
  expect(driven.netlist).toContain('assign shared_drive_act_i_from = act_q;');
  // Energy runs read it too, and want a net declared before it is used.
  expect(() => parseNetlist(driven.netlist)).not.toThrow();
});

test('other modules, one PE alone, and recipes without buffers stay as they are', () => {
  expect(withSharedDrive(cluster, modules, null)).toBe(cluster);
  expect(withSharedDrive(pe, modules, BUFFER)).toBe(pe);
  const alone = { ...cluster, instances: { c_pe: 1 } };
  expect(withSharedDrive(alone, modules, BUFFER)).toBe(alone);
});

test.each([['plain', null] as const, ['driven', BUFFER] as const])(
  'a %s cluster has the same path with stand-ins for all PEs but one',
  async (_, buffer) => {
    await freshCache();
    const timed = withSharedDrive(cluster, modules, buffer);
    const library = await openLibrary(OSU018);
    const sta = await locateOpenSta();
    const pathOf = async (nodes: readonly NamedModule[], key: string) => {
      const netlists = new Map(nodes.map(({ name, netlist }) => [name, netlist]));
      const request = { name: 'c', top: 'c_cluster', clock: 'clk_i', key };
      const { paths } = await timeModules([{ ...request, modules: [...netlists.keys()] }], {
        sta,
        library,
        netlists,
        timeoutSeconds: 60,
      });
      return paths.get('c');
    };
    const standIns = clusterForTiming(timed, [product, pe]);
    expect(standIns.map(({ name }) => name)).toEqual([
      'c_product',
      'c_pe',
      'c_product_stand_in',
      'c_pe_stand_in',
      'c_cluster',
    ]);
    const types = (name: string) =>
      instancesOf(standIns.find((one) => one.name === name)?.netlist ?? '').map(({ type }) => type);
    expect(types('c_pe_stand_in')).toEqual(['c_product_stand_in']);
    expect(types('c_cluster').filter((type) => type.startsWith('c_pe'))).toEqual([
      'c_pe',
      'c_pe_stand_in',
      'c_pe_stand_in',
    ]);
    const whole = await pathOf([product, pe, timed], 'whole');
    expect(whole?.to).toBe('gen_col[0].u_pe/sum_q_reg/D');
    expect(await pathOf(standIns, 'stand-ins')).toEqual(whole);
  },
);
