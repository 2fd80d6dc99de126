import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { resolveArray } from '../../generator/config/resolve-array.ts';
import { arrayProvenance } from '../../generator/emit-array.ts';
import { planGridModules } from '../../generator/plan-array/grid.ts';
import { render } from '../../generator/render.ts';
import { gridConfig, gridConfigs } from '../support/grid-configs.ts';
import { expectAccepted } from '../support/open-tools.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-grid-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Modules of a grid with their text, children first. */
function grid(config: ReturnType<typeof gridConfig>) {
  const resolved = resolveArray(config);
  const modules = planGridModules(resolved, arrayProvenance(resolved)).map(
    ({ module, template, view }) => ({ ...module, text: render(template, view) }),
  );
  return { resolved, modules };
}

/** Names without the config's. */
function suffixes(name: string): string[] {
  return grid(gridConfig(name)).modules.map((module) => module.name.slice(name.length + 1));
}

function textOf(name: string, suffix: string): string {
  const module = grid(gridConfig(name)).modules.find((one) => one.name === `${name}_${suffix}`);
  if (module === undefined) throw new RangeError(`${name} has no ${suffix}`);
  return module.text;
}

const PLANS: Readonly<Record<string, readonly string[]>> = {
  narrow: ['antilog', 'product_8', 'product_4', 'product_2', 'pe', 'grid'],
  tapered: ['antilog', 'product_8', 'product_4', 'product_2', 'pe_r0', 'pe_r1', 'pe_r3', 'grid'],
  straight: ['antilog', 'product_8', 'product_4', 'product_2', 'pe', 'grid'],
  octaves: ['product_8', 'product_4', 'product_2', 'pe_r0', 'pe_r1', 'grid'],
  one_pe: ['antilog', 'product_8', 'pe', 'grid'],
  two_modes: ['antilog', 'product_4', 'product_2', 'pe_r0', 'pe_r1', 'pe_r3', 'grid'],
  ternary: ['antilog', 'product_2', 'pe_r0', 'pe_r1', 'grid'],
  fixed4: ['antilog', 'product_4', 'pe_r0', 'pe_r1', 'grid'],
  ternary_both: ['product_2', 'pe', 'grid'],
};

for (const [name, modules] of Object.entries(PLANS)) {
  test(`${name}: one module for each kind of lane and each band of rows`, () => {
    expect(suffixes(name)).toEqual(modules);
  });
}

for (const config of gridConfigs()) {
  test(`${config.name}: Verilator, Icarus and Yosys accept every module without a word`, () => {
    const { modules } = grid(config);
    const directory = join(scratch, config.name);
    mkdirSync(directory);
    for (const { file, text } of modules) writeFileSync(join(directory, file), text);
    const files = modules.map(({ file }) => file);
    const list = 'grid.f';
    writeFileSync(join(directory, list), files.map((file) => `${file}\n`).join(''));
    expectAccepted({
      directory,
      list,
      files,
      modules: modules.map(({ name }) => name),
    });
  });

  test(`${config.name}: lines have at most 100 columns, none is blank twice`, () => {
    for (const { name, text } of grid(config).modules) {
      const lines = text.split('\n');
      expect(
        lines.filter((line) => line.length > 100),
        name,
      ).toEqual([]);
      expect(text, name).not.toMatch(/\n\n\n| \n/);
    }
  });

  test(`${config.name}: PEs of all rows have the same ports, with room for the last row's sums`, () => {
    const { resolved, modules } = grid(config);
    const pes = modules.filter(({ role }) => role === 'pe');
    for (const { ports } of pes) expect(ports).toEqual(pes[0]?.ports);
    const sum = pes[0]?.ports.find(({ name }) => name === 'sum_o');
    const lanes = resolved.shape.lanes.map(({ tileWidth }) => tileWidth);
    expect(sum?.width).toBe(lanes.reduce((bits, width) => bits + width, 0));
  });
}

test('a PE holds no more bits of a sum than its rows can fill', () => {
  expect(textOf('tapered', 'pe_r0')).toContain('localparam int Sum0Width       = 62;');
  expect(textOf('tapered', 'pe_r1')).toContain('localparam int Sum0Width       = 63;');
  expect(textOf('tapered', 'pe_r3')).toContain('localparam int Sum0Width       = 64;');
  expect(textOf('tapered', 'pe_r1')).toContain('assign sum_o[63:0]    = {sum_0_q[62], sum_0_q};');
});

test('lanes of 2-bit words share a product, which converts the activation once', () => {
  const pe = textOf('narrow', 'pe');
  expect(pe.match(/narrow_product_2 /g)).toHaveLength(1);
  expect(pe).toContain('.addend_o     ({addend_3, addend_2})');
  expect(textOf('narrow', 'product_2').match(/narrow_antilog /g)).toHaveLength(1);
});

test('only sums that hold all bits of a tile are clamped', () => {
  expect(textOf('clamped_below', 'pe_r0')).toContain('total_0');
  expect(textOf('clamped_below', 'pe_r0')).not.toContain('total_2');
  expect(textOf('narrow', 'pe')).not.toContain('overflow_0');
});

test('a header says what its sums hold, and what happens where they do not', () => {
  expect(textOf('tapered', 'pe_r1')).toContain(
    '63 bits  any sum of 3 products, whatever the words',
  );
  expect(textOf('narrow', 'pe')).toContain(
    '24 bits  sums that wrap around (65 bits hold any 8 products)',
  );
  expect(textOf('clamped', 'pe')).toContain('9 bits  sums that saturate at every step');
});
