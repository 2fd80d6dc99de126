import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emittedArray, emittedRtl, type RegexEdit } from '../sim/fixtures/emitted-array.ts';

/** Ports of a module by the patterns of Yosys. */
interface Ports {
  readonly outputs: readonly string[];
  /** Those of the outputs that a register does not part from a ready input. */
  readonly behindReady: readonly string[];
  /** The same for all inputs but the clock. */
  readonly behindAnyInput: readonly string[];
}

const ARRAY = ['act_ready_o', 'channel_ready_o', 'result_valid_o', 'weight_ready_o'];
const TOP = [
  ...['m_axis_result_tvalid', 's_axil_arready', 's_axil_awready', 's_axil_bvalid'],
  ...['s_axil_rvalid', 's_axil_wready', 's_axis_act_tready', 's_axis_channel_tready'],
  's_axis_weight_tready',
];
const HANDSHAKES = { array: ARRAY, control: ARRAY, accelerator: TOP } as const;
type Top = keyof typeof HANDSHAKES;
const OUTPUTS = 'o:*valid o:*ready o:*_valid_o o:*_ready_o %u %u %u';
const READY_INPUTS = 'i:*ready i:*_ready_i %u';
/** What a signal reaches within a cycle; after proc and memory_map every register is a $dff. */
const CONE = '%coe*:-$dff';
const OTHER_STATE = ['$mem*', '$adff*', '$aldff*', '$sdff*', '$dffe*', '$*latch*', '$sr', '$ff'];

/** Looks for the handshake's combinational paths in a module, flattened. */
async function handshake(top: Top, ...edits: readonly RegexEdit[]): Promise<Ports> {
  const buffers = { weightRows: 4, activations: 3, channelSets: 2 };
  const design = emittedArray({
    accumulator: { startMax: 100 },
    ...(top === 'accelerator' ? { accelerator: buffers } : {}),
  });
  const directory = await emittedRtl(design, ...edits);
  const script = [
    `read_verilog -sv ${design.sources.map(({ path }) => path).join(' ')}`,
    `hierarchy -top ${design.config.name}_${top}`,
    'proc; flatten; memory_map; opt_clean',
    `select -assert-none ${OTHER_STATE.map((type) => `t:${type}`).join(' ')}`,
    `select -write outputs ${OUTPUTS}`,
    `select -write ready ${READY_INPUTS} ${CONE} ${OUTPUTS} %i`,
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

describe.each(Object.keys(HANDSHAKES) as Top[])('the handshake of the %s', (top) => {
  test('follows from registers alone', async () => {
    expect(await handshake(top)).toEqual({
      outputs: HANDSHAKES[top],
      behindReady: [],
      behindAnyInput: [],
    });
  });
});

describe.each(['array', 'control'] as const)('the handshake of the %s', (top) => {
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

test.each([
  {
    file: 'accelerator',
    port: 'm_axis_result_tvalid',
    from: /assign m_axis_result_tvalid = result_valid;/,
    to: 'assign m_axis_result_tvalid = result_valid && m_axis_result_tready;',
    behindReady: ['m_axis_result_tvalid'],
    behindAnyInput: ['m_axis_result_tvalid'],
  },
  {
    file: 'registers',
    port: 's_axil_wready',
    from: /assign s_axil_wready\s+= open_q && !w_full_q;/,
    to: 'assign s_axil_wready = open_q && !w_full_q && s_axil_awvalid;',
    behindReady: [],
    behindAnyInput: ['s_axil_wready'],
  },
])('a path in the accelerator to $port: $to', async ({ file, from, to, ...paths }) => {
  const { behindReady, behindAnyInput } = await handshake('accelerator', { file, from, to });
  expect({ behindReady, behindAnyInput }).toEqual({
    behindReady: paths.behindReady,
    behindAnyInput: paths.behindAnyInput,
  });
});
