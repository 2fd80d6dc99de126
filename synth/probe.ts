import { contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import type { Tool } from '../system/tool.ts';
import { restoreNames } from './canonical.ts';
import { libraryFailure } from './library.ts';
import { type MappingContext, type MappingResult, mapModule } from './map-module.ts';
import { FIRST_RECIPE } from './recipes.ts';
import { FILES, THIS_MODULE } from './script.ts';
import { timeModules } from './timing.ts';

/** What the two cells without which nothing can be mapped cost, in the library's unit. */
export interface Probe {
  /** One 2-input NAND, mapped by the first recipe. */
  readonly nand2Area: number;
  /** One D flip-flop on the rising edge. */
  readonly flopArea: number;
}

const FLOP = `module ${THIS_MODULE} (input logic clk_i, input logic d_i, output logic q_o);
  always_ff @(posedge clk_i) q_o <= d_i;
endmodule
`;

const NAND2 = `module ${THIS_MODULE} (input logic a_i, input logic b_i, output logic y_o);
  assign y_o = ~(a_i & b_i);
endmodule
`;

const NO_FLOP = 'has no D flip-flop that Yosys can use';
const NO_GATES = 'has no inverter, buffer and gates that Yosys can map to';
const NO_NAND = 'has no 2-input NAND that Yosys can use';
const NO_DELAYS = 'has no delays';

/**
 * Tries a library: one flip-flop, one NAND, and, where there is OpenSTA, the NAND's delay. Throws Failure (input) that
 * names `file` where the library lacks something, else whatever the tools fail with.
 */
export async function probeLibrary(
  file: string,
  mapping: MappingContext,
  sta: Tool | null,
): Promise<Probe> {
  const flop = await mapProbe(file, FLOP, mapping);
  if (flop.mapped.flops !== 1) throw libraryFailure(file, NO_FLOP);
  const nand = await mapProbe(file, NAND2, mapping);
  if (cellCount(nand) !== 1) throw libraryFailure(file, NO_NAND);
  if (sta !== null && !((await delay(file, nand, mapping, sta)) > 0)) {
    throw libraryFailure(file, NO_DELAYS);
  }
  return { nand2Area: nand.mapped.area, flopArea: flop.mapped.area };
}

function cellCount({ mapped }: MappingResult): number {
  return Object.values(mapped.cellTypes).reduce((sum, count) => sum + count, 0);
}

async function mapProbe(
  file: string,
  source: string,
  mapping: MappingContext,
): Promise<MappingResult> {
  const canonical = { source, stubs: '', children: [], hash: contentHash(source) };
  try {
    return await mapModule('a cell', canonical, FIRST_RECIPE, mapping);
  } catch (error) {
    const flaw = error instanceof Failure ? libraryFlaw(error.message) : undefined;
    if (!(error instanceof Failure) || flaw === undefined) throw error;
    throw libraryFailure(file, flaw, error.detail);
  }
}

/** What a message of Yosys says about the library; undefined where it is about something else. */
function libraryFlaw(message: string): string | undefined {
  if (message.includes('flip-flops are not supported')) return NO_FLOP;
  if (message.includes("Can't open ABC output file")) return NO_GATES;
  const syntax = /Syntax error in liberty file on line \d+/.exec(message)?.[0];
  if (syntax !== undefined) return `is not a Liberty library (Yosys: ${syntax})`;
  return /the mapped netlist has (?:no area|cells without an area)/.test(message)
    ? 'has cells without an area'
    : undefined;
}

/** Delay of the NAND in ns; 0 where the library has none. */
async function delay(
  file: string,
  { key, mapped }: MappingResult,
  { library, timeoutSeconds }: MappingContext,
  sta: Tool,
): Promise<number> {
  const name = 'nand2';
  const netlists = new Map([[name, restoreNames(mapped.netlist, name, [])]]);
  const request = { name, top: name, clock: null, key, modules: [name] };
  try {
    const { paths } = await timeModules([request], { sta, library, netlists, timeoutSeconds });
    return paths.get(name)?.ns ?? 0;
  } catch (error) {
    const reason = error instanceof Failure ? LIBRARY_LINE.exec(error.message)?.[1] : undefined;
    if (!(error instanceof Failure) || reason === undefined) throw error;
    throw libraryFailure(file, `cannot be timed (OpenSTA: ${reason})`, error.detail);
  }
}

/** An error that OpenSTA has with a line of the library. */
const LIBRARY_LINE = new RegExp(`${FILES.library},? (line \\d+.*?)\\.?$`);
