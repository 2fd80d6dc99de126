// Every weight layer of the networks beside the package, in every format: bounds attained in both
// golden models and in RTL, overflow in one bit less, and 10^5 random vectors that never exceed them.
import { alignColumns } from '../system/text.ts';
import { checkLayer, type RtlTask } from '../test/widths/check-layer.ts';
import { NETWORKS, networkPath, readLayer, SHAPES, weightLayers } from '../test/widths/layers.ts';
import { randomSearch } from '../test/widths/random-search.ts';
import { runOnRtl } from '../test/widths/rtl.ts';

const VECTORS = 100_000;
const SEED = 20_240_607;

process.stdout.write(`seed ${SEED}\n`);
const rows: string[][] = [['format', 'network', 'layer', 'any', 'aware', 'one-sided', 'closest']];
let failures = 0;
for (const shape of SHAPES) {
  const format = `LP<${shape.n},${shape.es},${shape.rs}>`;
  const tasks: RtlTask[] = [];
  for (const network of NETWORKS) {
    const path = networkPath(network);
    if (path === undefined) throw new Error(`${network}.onnx is not there`);
    for (const name of weightLayers(path)) {
      const layer = await readLayer(path, name, shape);
      const result = checkLayer(layer);
      tasks.push(...result.tasks);
      const found = (['both', 'non-negative'] as const).map((activations) =>
        randomSearch(layer, { activations, vectors: VECTORS / 2, seed: SEED }),
      );
      failures += found.reduce((sum, { exceeded }) => sum + exceeded, 0);
      const closest = Math.max(...found.map((each) => each.closest));
      const widths = [result.agnostic, result.both, result.oneSided].map(String);
      rows.push([format, network, name, ...widths, closest.toFixed(3)]);
      process.stderr.write(`${format} ${network} ${name}\n`);
    }
  }
  const { widths, cycles, mismatches } = await runOnRtl(shape, tasks);
  failures += mismatches;
  process.stdout.write(
    `${format}: RTL of ${widths.length} widths (${widths[0]} to ${widths.at(-1)} bits), ` +
      `${cycles} cycles, ${mismatches} mismatches\n`,
  );
}
process.stdout.write(`${alignColumns(rows, [3, 4, 5, 6]).join('\n')}\n`);
process.stdout.write(
  `${rows.length - 1} layers, ${VECTORS} random vectors each, ${failures} failures, seed ${SEED}\n`,
);
process.exitCode = failures === 0 ? 0 : 1;
