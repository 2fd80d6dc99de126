import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emittedArray, emittedRtl, type RegexEdit } from '../sim/fixtures/emitted-array.ts';

/** Ports of a module by the patterns of Yosys. */
interface Ports {
  readonly outputs: readonly string[];
  /** Those of the outputs that a register does not part from result_ready_i. */
  readonly behindReady: readonly string[];
  /** The same for all inputs but the clock. */
  readonly behindAnyInput: readonly string[];
}

const HANDSHAKE = ['act_ready_o', 'channel_ready_o', 'result_valid_o', 'weight_ready_o'];
const OUTPUTS = 'o:*_valid_o o:*_ready_o %u';
/** What a signal reaches within a cycle; after proc and memory_map every register is a $dff. */
const CONE = '%coe*:-$dff';
const OTHER_STATE = ['$mem*', '$adff*', '$aldff*', '$sdff*', '$dffe*', '$*latch*', '$sr', '$ff'];

/** Looks for the handshake's combinational paths in a module, flattened. */
async function handshake(top: 'array' | 'control', ...edits: readonly RegexEdit[]): Promise<Ports> {
  const design = emittedArray({ accumulator: { startMax: 100 } });
  const directory = await emittedRtl(design, ...edits);
  const script = [
    `read_verilog -sv ${design.sources.map(({ path }) => path).join(' ')}`,
    `hierarchy -top ${design.config.name}_${top}`,
    'proc; flatten; memory_map; opt_clean',
    `select -assert-none ${OTHER_STATE.map((type) => `t:${type}`).join(' ')}`,
    `select -write outputs ${OUTPUTS}`,
    `select -write ready i:*_ready_i ${CONE} ${OUTPUTS} %i`,
    `select -write any i:* i:clk_i %d ${CONE} ${OUTPUTS} %i`,
  ];
  const run = spawnSync('yosys', ['-q', '-p', script.join('; ')], {
    cwd: directory,
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  expect(`${run.stdout}${run.stderr}`).toBe('');
  const ports = async (file: string) => {
    const text = await readFile(join(directory, file), 'utf8');
    return text.split('\n').flatMap((line) => line.split('/')[1] ?? []);
  };
  return {
    outputs: await ports('outputs'),
    behindReady: await ports('ready'),
    behindAnyInput: await ports('any'),
  };
}

const TOPS = ['array', 'control'] as const;

describe.each(TOPS)('the handshake of the %s', (top) => {
  test('follows from registers alone', async () => {
    expect(await handshake(top)).toEqual({
      outputs: HANDSHAKE,
      behindReady: [],
      behindAnyInput: [],
    });
  });

  test.each([
    {
      port: 'result_valid_o',
      from: /assign result_valid_o = results_q != '0;/,
      to: "assign result_valid_o = results_q != '0 && result_ready_i;",
    },
    {
      port: 'act_ready_o',
      from: /\|\| free_slots_q != '0\)/,
      to: "|| free_slots_q != '0 || result_fire)",
    },
  ])('and a path from result_ready_i to $port is found', async ({ port, from, to }) => {
    const found = await handshake(top, { file: 'control', from, to });
    expect(found.behindReady).toContain(port);
  });

  test('and a path from another input is found', async () => {
    const found = await handshake(top, {
      file: 'control',
      from: /assign weight_ready_o = missing != '0;/,
      to: "assign weight_ready_o = missing != '0 && weight_valid_i;",
    });
    expect(found).toMatchObject({ behindReady: [], behindAnyInput: ['weight_ready_o'] });
  });
});
