// Verifies the varied configs and prints how many distinct designs they are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { design, writeDesign } from '../generator/index.ts';
import { sumBits } from '../golden/exact/float-parameters.ts';
import { formatName } from '../golden/format.ts';
import { verify } from '../sim/index.ts';
import { alignColumns } from '../system/text.ts';
import { variedConfigs } from '../test/support/varied-configs.ts';

const rows: string[][] = [];
const hashes = new Set<string>();
let vectors = 0;
let failed = 0;
for (const config of variedConfigs()) {
  const emitted = design(config);
  const scratch = await mkdtemp(join(tmpdir(), 'logposit-configs-'));
  try {
    await writeDesign(emitted, scratch);
    const report = await verify(emitted, { directory: scratch });
    hashes.add(report.rtlHash);
    vectors += report.vectors;
    if (report.verdict !== 'pass' || !report.exhaustive) failed += 1;
    rows.push([
      config.name,
      formatName(emitted.mac.weight),
      formatName(emitted.mac.activation),
      String(sumBits(emitted.mac)),
      report.verdict,
      report.exhaustive ? 'all pairs' : 'sampled',
      String(report.vectors),
      String(report.seed),
    ]);
    process.stderr.write(`${config.name}: ${report.verdict}\n`);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
const head = [
  'config',
  'weight',
  'activation',
  'sum bits',
  'verdict',
  'operands',
  'vectors',
  'seed',
];
process.stdout.write(`${alignColumns([head, ...rows], [3, 6, 7]).join('\n')}\n`);
process.stdout.write(
  `${rows.length} configs, ${hashes.size} distinct RTL hashes, ${vectors} vectors, ${failed} failed\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
