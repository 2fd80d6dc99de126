import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { arrayDesign } from '../../generator/index.ts';
import { emittedRtl } from '../sim/fixtures/emitted-array.ts';
import { acceleratorConfig } from '../support/accelerator-configs.ts';

const SYNCHRONOUS = "t:$mem_v2 r:RD_CLK_ENABLE=1'1 %i r:WR_CLK_ENABLE=1'1 %i";

/** Puts a buffer of a config through Yosys commands; assertions that fail make it say something. */
async function yosys(config: string, buffer: string, ...commands: string[]): Promise<string> {
  const design = arrayDesign(acceleratorConfig(config));
  const top = `${config}_${buffer}_buffer`;
  const script = [`read_verilog -sv ${top}.sv`, `hierarchy -check -top ${top}`, ...commands];
  const run = spawnSync('yosys', ['-q', '-p', script.join('; ')], {
    cwd: await emittedRtl(design),
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  return `${run.stdout}${run.stderr}`;
}

describe('every buffer is memories of one write and one read port, both with the clock', () => {
  test.each([
    ['every_mode', 'weight', 1],
    ['every_mode', 'act', 1],
    ['every_mode', 'channel', 16],
    ['one_channel', 'channel', 1],
    ['oblong', 'act', 1],
  ] as const)('%s, %s', async (config, buffer, count) => {
    const memories = [`select -assert-count ${count} ${SYNCHRONOUS}`];
    const none = ['select -assert-none t:$dff* t:$sdff* t:$adff*'];
    expect(await yosys(config, buffer, 'proc; opt; memory -nomap', ...memories, ...none)).toBe('');
  });
});

test('weights and activations lie in block RAM of an iCE40', async () => {
  for (const buffer of ['weight', 'act']) {
    const counts = ['select -assert-min 1 t:SB_RAM40_4K', 'select -assert-max 200 t:SB_DFF*'];
    expect(await yosys('one_mode', buffer, 'synth_ice40', ...counts)).toBe('');
  }
});
