import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyDesign,
  type ArrayModule,
  type Design,
  type GridModule,
  isArrayDesign,
  isSystolicDesign,
  type Module,
  type ModuleDescription,
} from '../../generator/index.ts';
import { arrayContract } from './array-contract.ts';
import { proveFromEqualStates } from './array-equivalence.ts';
import { contractMiter, freeMiter, type Miter } from './miter.ts';
import { fixedWrapper } from './mutant-wrapper.ts';
import { type MutantBed, netlistFile, runScript } from './mutants.ts';
import { systolicContract } from './systolic-contract.ts';

/** What SAT says of a changed module beside the original. */
export type Proof =
  /** For all inputs, or for those of a contract, which is told. */
  | { readonly kind: 'equivalent'; readonly contract: string | null }
  /** Inputs, step by step, under which an output differs. */
  | { readonly kind: 'different'; readonly counterexample: string }
  | { readonly kind: 'unknown'; readonly detail: string };

const SAT_SECONDS = 90;
/** For a proof without the contract, which may still hold with it. */
const FREE_SAT_SECONDS = 15;
/** Registers that a value passes on its way to the outputs, and some more. */
const INDUCTION_STEPS = 8;

/** Compares the netlist with one mutation against itself with none. */
export async function proveEquivalent(bed: MutantBed, index: number): Promise<Proof> {
  const { design, module } = bed;
  if (!provenByState(design) && changesClock(bed, index))
    return { kind: 'unknown', detail: 'SAT does not see clocks' };
  return inCopy(bed.directory, async (directory) => {
    const pair = [fixedWrapper('gold', bed, 0), fixedWrapper('gate', bed, index)];
    await writeFile(join(directory, 'pair.sv'), pair.join('\n'));
    return prove(design, module, directory, [netlistFile(module), 'pair.sv']);
  });
}

/** Compares a module with its text changed against the original in a directory. */
export async function proveChange(
  design: AnyDesign,
  module: Module,
  directory: string,
  changed: string,
): Promise<Proof> {
  return inCopy(directory, async (copy) => {
    const original = await readFile(join(copy, module.file), 'utf8');
    const named = (text: string, name: string) =>
      text.replace(`module ${module.name} (`, `module ${name} (`);
    await writeFile(join(copy, 'gold.sv'), named(original, 'gold'));
    await writeFile(join(copy, 'gate.sv'), named(changed, 'gate'));
    return prove(design, module, copy, ['gold.sv', 'gate.sv']);
  });
}

/** How a proof was made, in words. */
export function proofText(
  { contract }: Extract<Proof, { kind: 'equivalent' }>,
  design: AnyDesign,
  { ports }: Pick<Module, 'ports'>,
): string {
  const steps = provenByState(design) ? 'SAT, from equal states' : 'SAT by induction from reset';
  const how = ports.some(({ name }) => name === 'clk_i') ? steps : 'SAT';
  return contract === null ? `${how}, all inputs` : `${how}, ${contract}`;
}

/** Whether clocks are compared with the states, one step at a time. */
function provenByState(design: AnyDesign): boolean {
  return isArrayDesign(design) || isSystolicDesign(design);
}

function changesClock({ mutants }: MutantBed, index: number): boolean {
  return / -port CLK\b/.test(mutants[index - 1]?.change ?? '');
}

async function inCopy<T>(original: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-proof-'));
  try {
    await cp(original, directory, { recursive: true });
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/**
 * For all inputs, and where they tell the modules apart, for those that the module is specified for;
 * a clocked module also for all states from the first reset on, by induction.
 */
async function prove(
  design: AnyDesign,
  module: Module,
  directory: string,
  pair: readonly string[],
): Promise<Proof> {
  const others = design.sources.map(({ path }) => path).filter((path) => path !== module.file);
  const sources = [...others, ...pair];
  if (isSystolicDesign(design)) {
    const contract = systolicContract(design, module as GridModule);
    return proveFromEqualStates(module, contract, directory, sources);
  }
  return isArrayDesign(design)
    ? proveFromEqualStates(module, arrayContract(design, module as ArrayModule), directory, sources)
    : provePeModule(design, module as ModuleDescription, directory, sources);
}

async function provePeModule(
  design: Design,
  module: ModuleDescription,
  directory: string,
  sources: readonly string[],
): Promise<Proof> {
  const contract = contractMiter(design, module);
  const seconds = contract === null ? SAT_SECONDS : FREE_SAT_SECONDS;
  const free = await check(module, directory, sources, freeMiter(module), seconds);
  if (free.kind === 'equivalent' || contract === null) return free;
  return check(module, directory, sources, contract, SAT_SECONDS);
}

async function check(
  module: ModuleDescription,
  directory: string,
  sources: readonly string[],
  miter: Miter,
  seconds: number,
): Promise<Proof> {
  await writeFile(join(directory, 'miter.sv'), miter.text);
  await runScript(directory, proofScript(module, [...sources, 'miter.sv'], seconds));
  return readProof(await readFile(join(directory, 'proof.log'), 'utf8'), miter.contract);
}

function proofScript(
  { latency }: ModuleDescription,
  sources: readonly string[],
  seconds: number,
): string {
  const sat = `sat -timeout ${seconds} -prove trigger 0 -show-inputs -show-outputs`;
  const steps = `-tempinduct -set-at 1 in_rst_ni 0 -seq 1 -maxsteps ${INDUCTION_STEPS}`;
  return `read_verilog -sv ${sources.join(' ')}
    hierarchy -top miter
    proc -norom
    flatten
    opt -full
    async2sync
    tee -o proof.log ${sat} ${latency === 0 ? '' : steps} miter`;
}

/** What the log of `sat` says. */
export function readProof(log: string, contract: string | null): Proof {
  if (/no model found: SUCCESS|Induction step proven: SUCCESS/.test(log)) {
    return { kind: 'equivalent', contract };
  }
  if (/model found(?: for base case)?: FAIL/.test(log)) {
    return { kind: 'different', counterexample: signalTable(log) };
  }
  return { kind: 'unknown', detail: log.trim().split('\n').slice(-8).join('\n') };
}

/** Ports of both copies in the last table that `sat` prints: step, signal, values. */
function signalTable(log: string): string {
  const table = log.slice(log.lastIndexOf('model found'));
  return table
    .split('\n')
    .filter((line) => /^ +(?:\d+ +)?\\(?:in|free|state|gold|gate)_\w+ /.test(line))
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .join('\n');
}
