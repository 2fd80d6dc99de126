import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyDesign, type Module, writeDesign } from '../../generator/index.ts';
import { locateYosys } from '../../synth/tools.ts';
import { runYosys } from '../../synth/yosys.ts';
import { mutatedName, SELECTION, simulationWrapper } from './mutant-wrapper.ts';

/** One change that Yosys makes in the netlist of a module. */
export interface Mutant {
  /** From 1. */
  readonly index: number;
  /** Mode, cell, port and bit, as Yosys names them. */
  readonly change: string;
}

/** A design in which one module is replaced by a netlist that carries all its mutants. */
export interface MutantBed {
  readonly design: AnyDesign;
  readonly module: Module;
  readonly directory: string;
  /** Width of the port that selects the active mutation. */
  readonly controlBits: number;
  readonly mutants: readonly Mutant[];
  dispose(): Promise<void>;
}

export interface MutantOptions {
  /** Mutants of the module; all there are where they are fewer. */
  readonly count: number;
  /** Of their selection by Yosys, and of the stimulus. */
  readonly seed: number;
}

/** Long enough on a busy machine: only a hang should end a script. */
const YOSYS_SECONDS = 300;

/** Writes a design with mutants of one module, none of them active. */
export async function prepareMutants(
  design: AnyDesign,
  module: Module,
  options: MutantOptions,
): Promise<MutantBed> {
  const root = await mkdtemp(join(tmpdir(), 'logposit-mutants-'));
  const dispose = () => rm(root, { recursive: true });
  const directory = join(root, '0');
  const controlBits = options.count.toString(2).length;
  try {
    const files = await writeDesign(design, directory);
    const sources = files.filter((file) => file.endsWith('.sv'));
    const mutants = await mutate(module, sources, directory, { ...options, controlBits });
    await writeFile(join(directory, module.file), simulationWrapper(module, controlBits));
    await writeFile(
      join(directory, `${design.config.name}.f`),
      [netlistFile(module), ...sources].join('\n'),
    );
    return { design, module, directory, controlBits, mutants, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Hands on a directory with the design in which one mutation is active; 0 leaves it as it was. */
export async function withMutant<T>(
  bed: MutantBed,
  index: number,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = join(bed.directory, '..', `run-${index}`);
  await cp(bed.directory, directory, { recursive: true });
  try {
    await select(directory, index);
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** File of the netlist that carries the mutations. */
export function netlistFile(module: Module): string {
  return `${mutatedName(module)}.v`;
}

/**
 * Each mutation sits behind a comparison of the port `mutant` with its own number. Two things would
 * blur what is compared: Yosys takes the default of a case that names every value for unknown, so it
 * is made the '0 of the source again; and a bit that depends on another bit of its vector looks like
 * a loop, which Verilator 5.006 computes wrongly, so nets are split into bits.
 */
async function mutate(
  module: Module,
  sources: readonly string[],
  directory: string,
  { count, seed, controlBits }: MutantOptions & { controlBits: number },
): Promise<Mutant[]> {
  const name = mutatedName(module);
  await runScript(
    directory,
    `read_verilog -sv ${sources.join(' ')}
     hierarchy -top ${module.name}
     proc -norom
     memory_collect
     memory_map
     setundef -zero -undriven
     opt_clean
     rename ${module.name} ${name}
     mutate -list ${count} -module ${name} -seed ${seed} -ctrl mutant ${controlBits} 1 -o mutations.ys
     script mutations.ys
     select -module ${name}
     splitnets -ports -format _
     check -assert
     write_verilog -noattr -selected ${netlistFile(module)}`,
  );
  await dropParallelCases(join(directory, netlistFile(module)));
  const list = await readFile(join(directory, 'mutations.ys'), 'utf8');
  return list.trim().split('\n').map(parseMutation);
}

/** A mutation may make two branches match; without the note, all tools then take the first one. */
async function dropParallelCases(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replaceAll('// synopsys parallel_case', ''));
}

function parseMutation(line: string): Mutant {
  const [, index, change] = /^mutate -ctrl mutant \d+ (\d+) (.*)$/.exec(line) ?? [];
  if (change === undefined) throw new Error(`not a mutation: ${line}`);
  return { index: Number(index), change: change.replace(/-mode |-module \S+ /g, '') };
}

async function select(directory: string, index: number): Promise<void> {
  await writeFile(join(directory, SELECTION), `${index}\n`);
}

/** Runs a Yosys script in a directory. */
export async function runScript(directory: string, script: string): Promise<void> {
  await writeFile(join(directory, 'script.ys'), script.replace(/^\s+/gm, ''));
  await runYosys(await locateYosys(), {
    directory,
    script: 'script.ys',
    timeoutSeconds: YOSYS_SECONDS,
  });
}
