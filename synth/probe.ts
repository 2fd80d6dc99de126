import { Failure } from '../system/failure.ts';
import type { Tool } from '../system/tool.ts';
import { plainModule, restoreNames } from './canonical.ts';
import { LIBRARY_FILES, libraryFailure } from './library.ts';
import { type MappingContext, type MappingResult, mapModule } from './map-module.ts';
import { FIRST_RECIPE } from './recipes.ts';
import { roundFigure } from './round.ts';
import { THIS_MODULE } from './script.ts';
import { type CriticalPath, timeModules } from './timing.ts';
import type { PortMargins } from './timing-script.ts';
import { ABC_CRASH } from './usable-recipes.ts';

/** What the two cells without which nothing can be mapped cost, in the library's unit. */
export interface Probe {
  /** One 2-input NAND, mapped by the first recipe. */
  readonly nand2Area: number;
  /** One D flip-flop on the rising edge. */
  readonly flopArea: number;
  /** Of that flip-flop, unloaded; zero without OpenSTA. */
  readonly margins: PortMargins;
}

const FLOP = `module ${THIS_MODULE} (input logic clk_i, input logic d_i, output logic q_o);
  always_ff @(posedge clk_i) q_o <= d_i;
endmodule
`;

/** One register to another, directly. */
const TWO_FLOPS = `module ${THIS_MODULE} (input logic clk_i, input logic d_i, output logic q_o);
  logic first_q;
  always_ff @(posedge clk_i) first_q <= d_i;
  always_ff @(posedge clk_i) q_o <= first_q;
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
  const areas = { nand2Area: nand.mapped.area, flopArea: flop.mapped.area };
  if (sta === null) return { ...areas, margins: { input: 0, output: 0 } };
  const two = await mapProbe(file, TWO_FLOPS, mapping);
  const paths = await probePaths(file, { nand2: nand, flop, two }, mapping, sta);
  if (!((paths.nand2?.ns ?? 0) > 0)) throw libraryFailure(file, NO_DELAYS);
  return { ...areas, margins: marginsOf(paths.flop, paths.two) };
}

/** One register has its own delay or its setup time, whichever is longer, two have both. */
function marginsOf(one: CriticalPath | null, two: CriticalPath | null): PortMargins {
  const longer = one?.ns ?? 0;
  const shorter = roundFigure(Math.max(0, (two?.ns ?? 0) - longer));
  const isSetup = one?.from === 'd_i';
  return isSetup ? { input: shorter, output: longer } : { input: longer, output: shorter };
}

function cellCount({ mapped }: MappingResult): number {
  return Object.values(mapped.cellTypes).reduce((sum, count) => sum + count, 0);
}

async function mapProbe(
  file: string,
  source: string,
  mapping: MappingContext,
): Promise<MappingResult> {
  try {
    return await mapModule('a cell', plainModule(source), FIRST_RECIPE, mapping);
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
  if (ABC_CRASH.test(message)) return `${NO_GATES}: its mapper ABC crashes`;
  const syntax = /Syntax error in liberty file on line \d+/.exec(message)?.[0];
  if (syntax !== undefined) return `is not a Liberty library (Yosys: ${syntax})`;
  return /the mapped netlist has (?:no area|cells without an area)/.test(message)
    ? 'has cells without an area'
    : undefined;
}

/** Longest path of each probe. */
async function probePaths<Name extends string>(
  file: string,
  probes: Readonly<Record<Name, MappingResult>>,
  { library, timeoutSeconds }: MappingContext,
  sta: Tool,
): Promise<Record<Name, CriticalPath | null>> {
  const named = Object.entries<MappingResult>(probes);
  const netlists = new Map(
    named.map(([name, { mapped }]) => [name, restoreNames(mapped.netlist, name, [])]),
  );
  const requests = named.map(([name, { mapped }]) => {
    const clock = mapped.flops > 0 ? 'clk_i' : null;
    return { name, top: name, clock, key: mapped.hash, modules: [name] };
  });
  try {
    const { paths } = await timeModules(requests, { sta, library, netlists, timeoutSeconds });
    const found = named.map(([name]) => [name, paths.get(name) ?? null]);
    return Object.fromEntries(found) as Record<Name, CriticalPath | null>;
  } catch (error) {
    const reason = error instanceof Failure ? LIBRARY_LINE.exec(error.message)?.[1] : undefined;
    if (!(error instanceof Failure) || reason === undefined) throw error;
    throw libraryFailure(file, `cannot be timed (OpenSTA: ${reason})`, error.detail);
  }
}

/** An error that OpenSTA has with a line of the library. */
const LIBRARY_LINE = new RegExp(`${LIBRARY_FILES.cells},? (line \\d+.*?)\\.?$`);
