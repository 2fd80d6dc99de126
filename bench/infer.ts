/**
 * What it costs to run a network on the golden model: the 5000 MNIST images beside the repository, with
 * the float network, calibration and the report, and memory. A bar of 60 CPU seconds and 2 GB is shown
 * beside it. Run with `npx tsx bench/infer.ts` after a build.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferReport } from '../infer/report.ts';
import { packageRoot } from '../system/package-root.ts';
import { npyBytes } from '../tensor/write-npy.ts';
import { knownNetwork } from '../test/support/known-networks.ts';
import { sharedData } from '../test/support/shared-data.ts';

const CLI = join(packageRoot, 'dist/cli/main.js');
const PRELOADED = ['memory', 'cpu'].map(
  (what) => `--require ${join(packageRoot, `bench/report-${what}.cjs`)}`,
);

if (!existsSync(sharedData)) console.log(`skipped: no ${sharedData}`);
else bench();

function bench(): void {
  const scratch = mkdtempSync(join(tmpdir(), 'logposit-infer-'));
  try {
    const { path, inputs, labels } = knownNetwork('vit_mnist');
    const [images, answers] = [join(scratch, 'inputs.npy'), join(scratch, 'labels.npy')];
    writeFileSync(images, npyBytes(inputs.values, [inputs.count, ...inputs.dims], 'float32'));
    writeFileSync(answers, npyBytes(labels ?? [], [inputs.count], 'uint8'));
    const args = ['infer', path, '--inputs', images, '--labels', answers, '--json'];
    const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, NODE_OPTIONS: PRELOADED.join(' ') },
    });
    if (status !== 0) throw new Error(stderr);
    const report = JSON.parse(stdout) as InferReport;
    const cpu = Number(/^CPU (.*)$/m.exec(stderr)?.[1]);
    const megabytes = Number(/^RSS (.*)$/m.exec(stderr)?.[1]) / 1024;
    const right = (100 * (report.accuracy ?? 0)).toFixed(2);
    const float = (100 * (report.floatAccuracy ?? 0)).toFixed(2);
    console.log(`${report.n} images, ${right} % right (float ${float} %)`);
    console.log(`${cpu.toFixed(1)} CPU seconds (bar 60), ${megabytes.toFixed(0)} MB (bar 2048)`);
    console.log(`${(report.macs / cpu / 1e6).toFixed(0)} million MACs a CPU second, all told`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
