import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SystolicDesign, writeDesign } from '../generator/index.ts';
import { DELAY_MODELS, ENERGY_METHOD_HASH } from '../synth/energy/index.ts';
import {
  type Effort,
  STRUCTURES,
  type Structure,
  type SynthDesign,
  type SynthOptions,
  type SynthResult,
  synthesizePoints,
} from '../synth/index.ts';
import type { Setup } from '../synth/prepare.ts';
import { cachedJson, contentHash } from '../system/cache.ts';
import { removeOnInterrupt } from '../system/interrupt.ts';
import { rtlHash } from '../system/rtl-hash.ts';
import { gridArea } from './grid-area.ts';
import { gridEnergy, netlistSource } from './grid-energy.ts';
import { peAlone } from './noise.ts';
import type { Stream } from './operands.ts';
import { sumOfParts } from './parts.ts';
import type { DesignPoint, EnergyFigure, LibraryFigures } from './report.ts';
import { streamsOf } from './sqnr.ts';
import { gridWords } from './stream-words.ts';
import type { Subject } from './subject.ts';

/** Changes with what is measured of a design in a library. */
const VERSION = '1';

/** Vectors of a stream that an energy run goes round in. */
const VECTORS = 96;

/** A library at hand, and how designs are compared in it. */
export interface Bench {
  /** A Liberty file; null: osu018. */
  readonly liberty: string | null;
  readonly setup: Setup;
  /** What the library does not tell of energy, by Liberty's names. */
  readonly untold: readonly string[];
  /** Of the recipes and the timing script. */
  readonly scriptHash: string;
  readonly clockNs: number;
  readonly streams: readonly Stream[];
  readonly effort: Effort;
  /** Limit for each run of a tool. */
  readonly timeoutSeconds: number;
}

/** Area, timing and energy of a design in a library; from the memo where nothing has changed. */
export async function libraryFigures(subject: Subject, bench: Bench): Promise<LibraryFigures> {
  const { setup, scriptHash, clockNs, streams } = bench;
  const key = contentHash(
    VERSION,
    ENERGY_METHOD_HASH,
    subject.rtlHash,
    JSON.stringify([subject.small.config, subject.full.config.grid, subject.modes]),
    setup.library.hash,
    scriptHash,
    setup.yosys.build,
    setup.sta?.build ?? '',
    JSON.stringify([clockNs, streams, VECTORS]),
  );
  return cachedJson('figures', key, () => measured(subject, bench));
}

async function measured(subject: Subject, bench: Bench): Promise<LibraryFigures> {
  const { small, full } = subject;
  const { report, assemblies } = await mapped(small, small, bench);
  const words = full.shape.rows * full.shape.cols;
  const points = report.points.map((point): DesignPoint => {
    const parts = gridArea(small, full, point);
    const area = sumOfParts(parts);
    return {
      name: point.name,
      ns: point.criticalPath?.ns ?? Number.NaN,
      area,
      parts,
      areaPerWord: area / words,
    };
  });
  const assembly = assemblies.clock;
  const energy: EnergyFigure[] = [];
  if (assembly !== undefined) {
    const source = netlistSource(small, assembly);
    for (const usage of subject.usages) {
      for (const stream of streamsOf(full.datapath).filter((one) => bench.streams.includes(one))) {
        const size = { rows: small.shape.rows, cols: small.shape.cols, vectors: VECTORS };
        const grid = gridWords(full.datapath, usage, stream, size);
        for (const model of DELAY_MODELS) {
          const { library } = bench.setup;
          const request = { small, full, source, library, model, usage, words: grid };
          const figure = await gridEnergy({ ...request, periodNs: bench.clockNs });
          energy.push({ mode: usage.name, stream, model, ...figure });
        }
      }
    }
  }
  return { library: bench.setup.library.name, points, energy };
}

/** Maps a design, or modules of it, in a directory of its own. */
async function mapped(
  design: SystolicDesign,
  modules: SynthDesign,
  bench: Bench,
  more: Pick<SynthOptions, 'structure'> = {},
): Promise<SynthResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'logposit-'));
  const release = removeOnInterrupt(scratch);
  try {
    await writeDesign(design, scratch);
    const { liberty, clockNs, effort, timeoutSeconds } = bench;
    return await synthesizePoints(modules, {
      directory: scratch,
      ...(liberty === null ? {} : { liberty }),
      clockNs,
      effort,
      timeoutSeconds,
      ...more,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
    release();
  }
}

/** Area of the PE of a design, its logic written down so, at the clock; of the smallest point where none reaches it. */
export async function peArea(
  design: SystolicDesign,
  structure: Structure,
  bench: Bench,
): Promise<number> {
  const { library, yosys, sta } = bench.setup;
  const key = contentHash(
    VERSION,
    'pe',
    rtlHash(
      design.sources.map(({ text }) => text),
      design.config.name,
    ),
    JSON.stringify([STRUCTURES[structure], bench.clockNs]),
    library.hash,
    bench.scriptHash,
    yosys.build,
    sta?.build ?? '',
  );
  return cachedJson('figures', key, async () => {
    const { report } = await mapped(design, peAlone(design), bench, { structure });
    const point = report.points.find(({ name }) => name === 'clock') ?? report.points[0];
    if (point === undefined) throw new TypeError(`${design.config.name} has no PE`);
    return point.totalArea;
  });
}
