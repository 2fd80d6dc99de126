import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixedWrapper } from './mutant-wrapper.ts';
import { type MutantBed, netlistFile, runScript } from './mutants.ts';

/** What SAT says of a mutant beside the module without any mutation. */
export type Proof =
  | { readonly kind: 'equivalent' }
  /** Inputs, step by step, under which an output differs. */
  | { readonly kind: 'different'; readonly counterexample: string }
  | { readonly kind: 'unknown'; readonly detail: string };

const SAT_SECONDS = 60;
/** More than the registers that a value passes on its way to the outputs. */
const INDUCTION_STEPS = 8;

/**
 * Compares the netlist with one mutation against itself with none, for all inputs; a clocked module
 * also for all states from the first reset on, by induction.
 */
export async function proveEquivalent(bed: MutantBed, index: number): Promise<Proof> {
  if (changesClock(bed, index)) return { kind: 'unknown', detail: 'SAT does not see clocks' };
  const directory = join(bed.directory, '..', `proof-${index}`);
  await cp(bed.directory, directory, { recursive: true });
  try {
    const pair = [fixedWrapper('gold', bed, 0), fixedWrapper('gate', bed, index)];
    await writeFile(join(directory, 'pair.sv'), pair.join('\n'));
    await runScript(directory, proofScript(bed));
    return readProof(await readFile(join(directory, 'proof.log'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
}

function changesClock({ mutants }: MutantBed, index: number): boolean {
  return / -port CLK\b/.test(mutants[index - 1]?.change ?? '');
}

function proofScript({ design, module }: MutantBed): string {
  const others = design.sources.map(({ path }) => path).filter((path) => path !== module.file);
  const sat = `sat -timeout ${SAT_SECONDS} -prove trigger 0 -show-inputs -show-outputs`;
  const steps = `-tempinduct -set-at 1 in_rst_ni 0 -seq 1 -maxsteps ${INDUCTION_STEPS}`;
  return `read_verilog -sv ${[...others, netlistFile(module), 'pair.sv'].join(' ')}
    proc -norom
    flatten
    miter -equiv -make_outputs gold gate miter
    hierarchy -top miter
    flatten
    opt -full
    async2sync
    tee -o proof.log ${sat} ${module.latency === 0 ? '' : steps} miter`;
}

function readProof(log: string): Proof {
  if (/no model found: SUCCESS|Induction step proven: SUCCESS/.test(log)) {
    return { kind: 'equivalent' };
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
    .filter((line) => /^ +(?:\d+ +)?\\(?:in|gold|gate)_\w+ /.test(line))
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .join('\n');
}
