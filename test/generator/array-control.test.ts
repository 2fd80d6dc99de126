import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { resolveArray } from '../../generator/config/resolve-array.ts';
import { arrayDesign, filelist, writeDesign } from '../../generator/index.ts';
import { controlWord } from '../../generator/views/array/control-word.ts';
import { acceleratorConfigs } from '../support/accelerator-configs.ts';
import { arrayConfig, arrayConfigs } from '../support/array-configs.ts';
import { expectAccepted } from '../support/open-tools.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-array-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each([...arrayConfigs(), ...acceleratorConfigs()])('$name', (config) => {
  const design = arrayDesign(config);

  test('Verilator, Icarus and Yosys accept every module without a word', async () => {
    const directory = join(scratch, config.name);
    await writeDesign(design, directory);
    expectAccepted({
      directory,
      list: filelist(design).path,
      files: design.sources.map(({ path }) => path),
      modules: design.modules.map(({ name }) => name),
    });
  }, 60_000);

  test('lines have at most 100 columns, none is blank twice, no width is 0', () => {
    for (const { path, text } of design.sources) {
      const long = text.split('\n').filter((line) => line.length > 100);
      expect(long, path).toEqual([]);
      expect(text, path).not.toMatch(/\n\n\n| \n|\[-1:0\]|\b0'[bdh]/);
    }
  });

  test('every module is described once, after those that it instantiates', () => {
    const names = design.modules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    design.sources.forEach(({ text }, place) => {
      for (const later of names.slice(place + 1)) expect(text).not.toContain(`  ${later} u_`);
    });
    expect(design.modules.at(-1)?.role).toBe(config.accelerator ? 'top' : 'array');
  });

  test('the fields of the control word lie side by side', () => {
    const { fields, width } = controlWord(design.shape);
    const ends = fields.map((field) => field.lsb + field.width);
    expect(fields.map(({ lsb }) => lsb)).toEqual([0, ...ends.slice(0, -1)]);
    expect(ends.at(-1)).toBe(width);
  });
});

/** Ports of a module by the end of its name, "name width". */
function portsOf(config: string, suffix: string): string[] {
  const { modules } = arrayDesign(arrayConfig(config));
  const found = modules.find(({ name }) => name === `${config}_${suffix}`);
  if (found === undefined) throw new RangeError(`${config} has no ${suffix}`);
  return found.ports.map(({ name, width }) => `${name} ${width}`);
}

test('streams of an array: weights, tile, channels, activations, results', () => {
  const { scaleWidth } = resolveArray(arrayConfig('square')).shape;
  expect(portsOf('square', 'array')).toEqual([
    'clk_i 1',
    'rst_ni 1',
    'weight_valid_i 1',
    'weight_ready_o 1',
    'weight_data_i 64',
    'tile_mode_i 2',
    'tile_weight_es_i 2',
    'tile_weight_rs_i 3',
    'tile_act_es_i 2',
    'tile_act_rs_i 3',
    'tile_out_es_i 2',
    'tile_out_rs_i 3',
    'tile_first_i 1',
    'tile_last_i 1',
    'tile_relu_i 1',
    'tile_vectors_i 6',
    'channel_valid_i 1',
    'channel_ready_o 1',
    `channel_start_i ${8 * 4 * 22}`,
    `channel_scale_i ${8 * 4 * scaleWidth}`,
    'act_valid_i 1',
    'act_ready_o 1',
    'act_data_i 64',
    'result_valid_o 1',
    'result_ready_i 1',
    `result_data_o ${8 * 4 * 8}`,
  ]);
});

test('what can have one value only has no port', () => {
  const { scaleWidth } = resolveArray(arrayConfig('least')).shape;
  expect(portsOf('least', 'array').slice(4, 16)).toEqual([
    'weight_data_i 8',
    'tile_weight_rs_i 3',
    'tile_act_rs_i 3',
    'tile_out_rs_i 3',
    'tile_first_i 1',
    'tile_last_i 1',
    'tile_relu_i 1',
    'tile_vectors_i 1',
    'channel_valid_i 1',
    'channel_ready_o 1',
    `channel_scale_i ${scaleWidth}`,
    'act_valid_i 1',
  ]);
  expect(portsOf('fixed8', 'control').join()).not.toMatch(/_(es|rs|mode)_[io]/);
  expect(portsOf('one_pe', 'accumulator').join()).not.toContain('index_i');
  expect(portsOf('fixed2', 'accumulator').join()).not.toContain('start_i');
});

test('an edge with a single line has no registers', () => {
  expect(portsOf('one_row', 'act_edge')).not.toContain('clk_i 1');
  expect(portsOf('one_row', 'weight_edge')).toContain('clk_i 1');
  expect(portsOf('one_column', 'weight_edge')).not.toContain('clk_i 1');
});

test('a start value has no more bits than the sum that it begins', () => {
  expect(portsOf('oblong', 'foot')).toContain(`start_i ${4 * 20}`);
});

test('latencies: down the rows, along the feet, two registers', () => {
  const latency = (config: string) =>
    Object.fromEntries(
      arrayDesign(arrayConfig(config)).modules.map((module) => [module.role, module.latency]),
    );
  expect(latency('oblong')).toMatchObject({ control: 4, accumulator: 1, foot: 2, array: 10 });
});
