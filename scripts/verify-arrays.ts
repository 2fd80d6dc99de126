// Puts whole arrays of several shapes, for every set of modes, through long streams of tiles, and prints
// what was compared: at least --products products in each mode of each array.
// Usage: verify-arrays.ts [--seed N] [--products N] [--gaps N] [--only REGEX]
// --gaps: at least so many vectors in each mode while streams are held up: beats of all four streams must
// come, in order, once. REGEX selects arrays by their names, which are rows x columns and modes: 8x8_842.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ArrayDesign, arrayDesign, arraySchema, writeDesign } from '../generator/index.ts';
import { arrayChecks } from '../sim/array/checks.ts';
import { arraySource } from '../sim/array/modules.ts';
import { deepScope } from '../sim/array/scope.ts';
import { buildSimulator } from '../sim/build.ts';
import { prepareRuntime } from '../sim/runtime.ts';
import { simulate } from '../sim/simulate.ts';
import { forModule } from '../sim/simulate-all.ts';
import { findSimulationTools } from '../sim/tools.ts';
import type { Check } from '../sim/verdict.ts';
import { checkOf } from '../sim/verify.ts';
import { readRtl } from '../system/rtl-files.ts';
import { alignColumns } from '../system/text.ts';

const SHAPES = [
  [1, 1],
  [1, 7],
  [7, 1],
  [3, 5],
  [8, 8],
  [16, 16],
] as const;
const MODES = [[8], [4], [2], [8, 4], [8, 2], [4, 2], [8, 4, 2]] as const;
/** Vectors of a tile: long enough for small arrays to be busy. */
const VECTORS = 64;
const LIMITS = { totalSeconds: 3600, idleSeconds: 60 };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    products: { type: 'string', default: '1e7' },
    gaps: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const products = Number(values.products);
const gaps = Number(values.gaps);
const only = new RegExp(values.only);
const tools = await findSimulationTools();
const runtime = await prepareRuntime(tools, 'array');

const rows: string[][] = [];
let failed = 0;
for (const [height, width] of SHAPES) {
  for (const modes of MODES) {
    const name = `${height}x${width}_${modes.join('')}`;
    if (!only.test(name)) continue;
    const config = arraySchema.parse({
      name: `a${name}`,
      kind: 'array',
      array: { rows: height, cols: width, modes, vectors: VECTORS },
      accumulator: { startMax: 4096 },
    });
    await verifyArray(name, arrayDesign(config));
  }
}
const head = ['array', 'mode', 'check', 'beats', 'seconds', 'verdict'];
process.stdout.write(`${alignColumns([head, ...rows], [3, 4]).join('\n')}\n`);
process.stdout.write(`${rows.length} checks, ${failed} failed, seed ${seed}\n`);
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;

async function verifyArray(name: string, design: ArrayDesign): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-arrays-'));
  try {
    await writeDesign(design, directory);
    const module = design.modules.find(({ role }) => role === 'array');
    if (module === undefined) throw new Error(`${name} has no array`);
    const sources = await readRtl(directory, design.config.name);
    const source = { sources, ...arraySource(design, module) };
    const command = await buildSimulator([source], tools, runtime);
    const simulator = forModule({ command, args: [String(seed)], cwd: directory }, 0);
    for (const mode of design.shape.modes) {
      const { vectors, ...others } = deepScope(design.shape, mode, products);
      const scope = { ...others, vectors: { ...vectors, gaps: Math.max(vectors.gaps, gaps) } };
      for (const workload of arrayChecks(design, seed, scope, [mode])) {
        const begin = performance.now();
        const end = await simulate(simulator, workload, LIMITS);
        note(name, mode, checkOf(name, workload, end), (performance.now() - begin) / 1000);
      }
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

function note(name: string, mode: number, check: Check, seconds: number): void {
  const { verdict, vectors } = check;
  if (verdict.kind !== 'pass') {
    failed += 1;
    process.stderr.write(`${JSON.stringify(verdict)}\n`);
  }
  rows.push([
    name,
    String(mode),
    check.name,
    vectors.toLocaleString('en'),
    seconds.toFixed(1),
    verdict.kind,
  ]);
  process.stderr.write(`${name}, ${mode}-bit weights, ${check.name}: ${verdict.kind}\n`);
}
