// The trained networks beside the repository on the array: every result word and cycle of the simulated
// RTL against the golden models, answers against the float networks. Prints a table, exits with 1
// where anything is missed. Usage: verify-networks.ts [--only REGEX]
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { InferReport } from '../infer/report.ts';
import { alignColumns } from '../system/text.ts';
import { type KnownNetworkName, knownNetwork } from '../test/support/known-networks.ts';
import { runNetwork } from '../test/support/network-run.ts';
import { sharedData } from '../test/support/shared-data.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

interface Run {
  readonly network: KnownNetworkName;
  readonly on: 'golden' | 'rtl';
  readonly inputs: number;
  /** Most of the share of right answers that may be lost against the float network. */
  readonly loss: number | null;
}

const RUNS: readonly Run[] = [
  { network: 'wakeword', on: 'rtl', inputs: 45, loss: 1 / 45 },
  { network: 'vit_mnist', on: 'golden', inputs: 5000, loss: 0.01 },
  { network: 'vit_mnist', on: 'rtl', inputs: 200, loss: null },
  { network: 'kws_dscnn', on: 'rtl', inputs: 20, loss: null },
  { network: 'resnet8', on: 'rtl', inputs: 20, loss: null },
];

const HEAD = [
  'network',
  'on',
  'inputs',
  'MACs',
  'cycles',
  'use',
  'SQNR',
  'right',
  'float',
  'agree',
];
const rows: string[][] = [[...HEAD, 'mismatches', '']];
let failures = 0;

if (!existsSync(sharedData)) {
  process.stdout.write(`skipped: no ${sharedData}\n`);
} else {
  for (const run of RUNS.filter(({ network, on }) =>
    new RegExp(values.only).test(`${network} ${on}`),
  )) {
    const report = await runNetwork(knownNetwork(run.network, run.inputs), { on: run.on });
    const missed = missedBars(run, report);
    failures += missed.length;
    rows.push([...figures(run, report), missed.join(', ')]);
    process.stderr.write(
      `${run.network} on ${run.on}: ${Math.round(report.seconds.total ?? 0)} s\n`,
    );
  }
  process.stdout.write(`${alignColumns(rows, [2, 3, 4, 5, 6, 7, 8, 9, 10]).join('\n')}\n`);
  process.stdout.write(`${rows.length - 1} runs, ${failures} bars missed\n`);
}
process.exitCode = failures === 0 ? 0 : 1;

function figures({ network, on }: Run, report: InferReport): string[] {
  const share = (value: number | null) => (value === null ? '' : `${(100 * value).toFixed(2)} %`);
  return [
    network,
    on,
    String(report.n),
    String(report.macs),
    String(report.cycles),
    share(report.utilisation),
    report.sqnr === null ? 'exact' : `${report.sqnr.toFixed(1)} dB`,
    share(report.accuracy),
    share(report.floatAccuracy),
    share(report.agreement),
    on === 'rtl' ? String(report.mismatches) : '',
  ];
}

function missedBars({ on, inputs, loss }: Run, report: InferReport): string[] {
  const { accuracy, floatAccuracy, layers, mismatches, n } = report;
  const sameCycles = layers.every(
    ({ cycles, beats, simulated }) =>
      simulated?.cycles === cycles && JSON.stringify(simulated.beats) === JSON.stringify(beats),
  );
  return [
    ...(n === inputs ? [] : [`${n} inputs`]),
    ...(mismatches === 0 ? [] : ['words differ']),
    ...(on === 'golden' || sameCycles ? [] : ['cycles or beats differ']),
    ...(loss === null || (accuracy ?? 0) >= (floatAccuracy ?? 1) - loss - 1e-9 ? [] : ['accuracy']),
  ];
}
