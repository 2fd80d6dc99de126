import { availableParallelism } from 'node:os';
import { inTurn } from '../synth/in-turn.ts';
import { areaUnit } from '../synth/library.ts';
import { Failure } from '../system/failure.ts';
import { Stopwatch } from '../system/stopwatch.ts';
import { chosenDesigns } from './chosen.ts';
import { CLAIMS, claimIn } from './claims.ts';
import { type Bench, libraryFigures, peArea } from './library-figures.ts';
import { MIXES, mixRows } from './mixes.ts';
import { NOISE_DESIGNS, NOISE_STRUCTURES, noiseFloor } from './noise.ts';
import { openBench, requireDistinct } from './open-bench.ts';
import { SAMPLE, STREAMS, type Stream } from './operands.ts';
import { paperRows } from './paper.ts';
import { planRows } from './plan-rows.ts';
import type { ComparedPlan } from './plans.ts';
import type { CompareReport, DesignRow, GridSize, LibraryFigures, NoiseFloor } from './report.ts';
import type { CompareHooks, CompareRequest } from './request.ts';
import { COMPARED_GRID, type DesignSpec, SPECS } from './specs.ts';
import { type Subject, subjectOf } from './subject.ts';
import { sweepSpec } from './sweep-spec.ts';
import { benchTools, toolsOf } from './tools-of.ts';
import { type Verified, verification } from './verification.ts';

export const KNOWN_DESIGNS: readonly string[] = SPECS.map(({ id }) => id);

const TIMEOUT_SECONDS = 600;

/** One more than there are processors, where there are several: while energy of one is counted, others have tools at work. */
const DESIGNS_AT_ONCE = availableParallelism() + (availableParallelism() > 1 ? 1 : 0);

/** A design with everything that was found out about it. */
interface Compared extends Verified {
  readonly subject: Subject;
  readonly figures: readonly LibraryFigures[];
}

/**
 * Puts designs beside each other: verified, mapped by the same recipes, at the same clock. What was
 * found out before comes from the memo, so that a run that was killed goes on. Throws Failure, also where a design is
 * not what its golden model says.
 */
export async function compareDesigns(
  request: CompareRequest,
  hooks: CompareHooks = {},
): Promise<CompareReport> {
  const watch = new Stopwatch();
  const specs = specsOf(request);
  const benches = await watch.time('libraries', () => benchesOf(request));
  const noisy = specs.filter(({ id }) => NOISE_DESIGNS.includes(id)).length;
  const pieces = specs.length * (2 + benches.length) + noisy * benches.length;
  const steps = new Steps(pieces, hooks);

  const subjects = await watch.time('formats', () =>
    inTurn(specs, 1, (spec) => steps.run(`${spec.id}: accuracy`, () => subjectOf(spec))),
  );
  const compared = await watch.time('designs', () =>
    inTurn(subjects, DESIGNS_AT_ONCE, (subject) => compareOne(subject, benches, steps)),
  );
  const noise = await watch.time('noise', () =>
    noiseOf(
      subjects.filter(({ spec }) => NOISE_DESIGNS.includes(spec.id)),
      benches,
      steps,
    ),
  );
  return reportOf(compared, benches, noise, request.plans ?? [], watch.seconds());
}

function specsOf({ designs, configs }: CompareRequest): readonly DesignSpec[] {
  if (configs !== undefined) return configs.map(sweepSpec);
  if (designs === null) return SPECS;
  const ids = chosenDesigns(designs, KNOWN_DESIGNS);
  return SPECS.filter(({ id }) => ids.includes(id));
}

async function benchesOf(request: CompareRequest): Promise<Bench[]> {
  const { libraries, clockNs, timeoutSeconds = TIMEOUT_SECONDS } = request;
  const files = libraries.length === 0 ? [null] : libraries;
  const options = {
    clockNs,
    timeoutSeconds,
    streams: streamsOf(request),
    effort: 'normal',
  } as const;
  const benches = await inTurn(files, 1, (liberty) => openBench({ ...options, liberty }));
  requireDistinct(benches);
  return benches;
}

function streamsOf({ streams }: CompareRequest): readonly Stream[] {
  if (streams === null) return STREAMS;
  const unknown = streams.find((stream) => !STREAMS.some((known) => known === stream));
  if (unknown === undefined) return STREAMS.filter((stream) => streams.includes(stream));
  const known = STREAMS.map((stream) => `"${stream}"`).join(', ');
  throw new Failure('usage', `no stream ${JSON.stringify(unknown)}: it must be one of ${known}`);
}

/** Counts pieces of work, and stops between them. */
class Steps {
  #done = 0;
  readonly #total: number;
  readonly #hooks: CompareHooks;

  constructor(total: number, hooks: CompareHooks) {
    this.#total = total;
    this.#hooks = hooks;
  }

  async run<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { signal, onProgress = () => {} } = this.#hooks;
    if (signal?.aborted) throw new Failure('interrupted', 'the comparison was stopped');
    onProgress({ done: this.#done, total: this.#total, what });
    const result = await work();
    this.#done += 1;
    onProgress({ done: this.#done, total: this.#total, what });
    return result;
  }
}

async function compareOne(
  subject: Subject,
  benches: readonly Bench[],
  steps: Steps,
): Promise<Compared> {
  const { id } = subject.spec;
  const verified = await steps.run(`${id}: verification`, () => verification(subject));
  const figures: LibraryFigures[] = [];
  for (const bench of benches) {
    const { name } = bench.setup.library;
    figures.push(
      await steps.run(`${id}: area and energy in ${name}`, () => libraryFigures(subject, bench)),
    );
  }
  return { subject, ...verified, figures };
}

/** Of those designs that take part. */
async function noiseOf(
  designs: readonly Subject[],
  benches: readonly Bench[],
  steps: Steps,
): Promise<NoiseFloor[]> {
  const pairs = benches.flatMap((bench) => designs.map((subject) => ({ bench, subject })));
  return inTurn(pairs, 1, ({ bench, subject: { spec, small } }) => {
    const { name: library } = bench.setup.library;
    return steps.run(`${spec.id}: written in other ways, ${library}`, async () => {
      const variants = await inTurn(NOISE_STRUCTURES, availableParallelism(), async (name) => ({
        name,
        area: await peArea(small, name, bench),
      }));
      return noiseFloor(library, spec.id, variants);
    });
  });
}

function reportOf(
  compared: readonly Compared[],
  benches: readonly Bench[],
  noise: readonly NoiseFloor[],
  plans: readonly ComparedPlan[],
  seconds: Readonly<Record<string, number>>,
): CompareReport {
  const designs = compared.map(rowOf);
  const known = mixRows(MIXES, designs);
  const mixes = [...known, ...mixRows(plans, designs)];
  return {
    version: 1,
    tools: toolsOf([
      ...benches.map(({ setup }) => benchTools(setup)),
      ...compared.map(({ tools }) => tools),
    ]),
    clocks: Object.fromEntries(benches.map(({ setup, clockNs }) => [setup.library.name, clockNs])),
    tensors: {
      meaning:
        'normal weights; normal activations (gaussian), or what a ReLU leaves of them (relu); a layer of a trained network (layer); one scale a tensor',
      seed: SAMPLE.seed,
      depth: SAMPLE.depth,
      sums: SAMPLE.rows * SAMPLE.vectors,
    },
    libraries: benches.map(({ setup, untold, scriptHash }) => ({
      name: setup.library.name,
      file: setup.library.file,
      hash: setup.library.hash,
      scriptHash,
      areaUnit: areaUnit(setup.library),
      nand2Area: setup.probe.nand2Area,
      untold,
    })),
    grid: sharedGrid(designs),
    designs,
    mixes,
    plans: benches.flatMap(({ setup }) => planRows(setup.library.name, plans, designs, mixes)),
    claims: benches.flatMap(({ setup }) =>
      CLAIMS.flatMap((claim) => claimIn(claim, setup.library.name, known, noise) ?? []),
    ),
    paper: benches.flatMap(({ setup, clockNs }) =>
      paperRows(setup.library.name, designs, known, clockNs),
    ),
    noise,
    seconds,
  };
}

/** Null where designs have grids of several sizes. */
function sharedGrid(designs: readonly DesignRow[]): GridSize | null {
  const [first] = designs;
  const { rows, cols } = first?.grid ?? COMPARED_GRID;
  return designs.every(({ grid }) => grid.rows === rows && grid.cols === cols)
    ? { rows, cols }
    : null;
}

function rowOf({ subject, verification: verified, figures }: Compared): DesignRow {
  const { spec, full, modes, rtlHash } = subject;
  const { products, columnsPerRegister, rows, cols } = full.shape;
  return {
    id: spec.id,
    label: spec.label,
    family: spec.family,
    datapath: full.config.datapath.kind,
    grid: { rows, cols },
    products,
    columnsPerRegister,
    modes,
    verification: verified,
    rtlHash,
    figures,
  };
}
