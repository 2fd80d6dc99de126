import { contentHash } from '../../system/cache.ts';
import { Failure } from '../../system/failure.ts';
import type { Library } from '../library.ts';
import { addUp, type EnergySplit, type GroupEnergy, type GroupOf, netLoads } from './add-up.ts';
import type { LibraryModel } from './cell-model.ts';
import { libraryModel } from './liberty.ts';
import { type FlatNetlist, flattenNetlist, type NetlistSource } from './netlist.ts';
import { withWholeEnergies } from './shared-energy.ts';
import { type DelayModel, simulateNetlist } from './simulate.ts';
import type { Stimulus } from './stimulus.ts';

/** What a figure of energy is, for reports. */
export const ENERGY_METHOD =
  'estimate: toggles counted on the mapped netlist, library pin capacitances and internal energies; ' +
  'ideal clock, no wires, one slew';

/** Changes with the method; figures compare only where it is the same. */
export const ENERGY_METHOD_HASH = contentHash('energy', '1', ENERGY_METHOD);

/** Slew at every pin in ns, unless a caller says otherwise. */
export const DEFAULT_SLEW_NS = 0.1;
/** Just after the edge; later than it, earlier than any register. */
export const DEFAULT_INPUT_DELAY_NS = 0.001;

export interface EnergyRequest extends NetlistSource {
  readonly library: Library;
  readonly periodNs: number;
  readonly model: DelayModel;
  readonly stimulus: Stimulus;
  /** Port of the clock; "clk_i" where absent. Without registers it need not exist. */
  readonly clock?: string;
  /** Output ports whose words are kept; all where absent. */
  readonly observe?: readonly string[];
  /** Groups for `byInstance`; by name of module where absent. */
  readonly groupOf?: GroupOf;
  /** Slew at every pin; DEFAULT_SLEW_NS where absent. */
  readonly slewNs?: number;
  /** When inputs change after the rising edge; DEFAULT_INPUT_DELAY_NS where absent. */
  readonly inputDelayNs?: number;
  /** Wire for each pin that a net reaches, in fF; 0 where absent. */
  readonly wireFemtofarads?: number;
  /** What becomes of energies that a library splits between outputs; "as told" where absent. */
  readonly splitEnergy?: SplitEnergy;
}

/**
 * as told: as Liberty has it, and as other tools take it. whole: see `withWholeEnergies`; it raises
 * what full adders of sky130 cost.
 */
export type SplitEnergy = 'as told' | 'whole';

export interface EnergyReport {
  readonly method: string;
  readonly methodHash: string;
  readonly model: DelayModel;
  readonly library: { readonly name: string; readonly hash: string };
  readonly slewNs: number;
  readonly inputDelayNs: number;
  readonly wireFemtofarads: number;
  readonly splitEnergy: SplitEnergy;
  readonly periodNs: number;
  /** Supply in V. */
  readonly voltage: number;
  /** Cells below the top. */
  readonly cells: number;
  /** Measured cycles. */
  readonly cycles: number;
  /** Toggles of all nets in all measured cycles, and those of the clock network among them. */
  readonly toggles: number;
  readonly clockToggles: number;
  /** Femtojoules per cycle. */
  readonly perCycle: EnergySplit;
  /** Femtojoules per cycle by the caller's groups; they add up to perCycle. */
  readonly byInstance: ReadonlyMap<string, GroupEnergy>;
  /** Words of the observed ports at the end of each cycle, warm-up included; see `wordAt`. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /** Longest time from an edge to the last toggle; periodNs where a cycle did not settle. */
  readonly settledNs: number;
}

/**
 * Energy of a mapped netlist per cycle of its clock, an estimate by counting toggles. Every cell is
 * counted: a netlist that does not have the cells that `cellCounts` tells is refused. A caller
 * compares `outputs` with golden words. Throws Failure (input).
 */
export async function measureEnergy(request: EnergyRequest): Promise<EnergyReport> {
  const { library, periodNs, model, stimulus, clock = 'clk_i' } = request;
  const { slewNs = DEFAULT_SLEW_NS, inputDelayNs = DEFAULT_INPUT_DELAY_NS } = request;
  const { wireFemtofarads = 0, groupOf = ({ module }) => module } = request;
  const { splitEnergy = 'as told' } = request;
  if (!(periodNs >= 0.002) || stimulus.measuredCycles < 1) {
    throw new Failure('input', 'energy needs a period and at least one measured cycle');
  }
  const told = await libraryModel(library);
  const cells = splitEnergy === 'whole' ? withWholeEnergies(told) : told;
  const netlist = flattenedOnce(request, cells);
  const loadFf = netLoads(netlist, wireFemtofarads);
  const { observe = [...netlist.outputs.keys()] } = request;
  const counts = simulateNetlist(netlist, stimulus, {
    model,
    clock,
    periodNs,
    inputDelayNs,
    slewNs,
    loadFf,
    observe,
  });
  const { voltage } = cells;
  const conditions = { voltage, slewNs, loadFf, wireFf: wireFemtofarads, periodNs };
  const byInstance = addUp(counts, conditions, groupOf);
  const { isClockNet } = counts.circuit;
  return {
    method: ENERGY_METHOD,
    methodHash: ENERGY_METHOD_HASH,
    model,
    library: { name: library.name, hash: library.hash },
    slewNs,
    inputDelayNs,
    wireFemtofarads,
    splitEnergy,
    periodNs,
    voltage,
    cells: netlist.cellCount,
    cycles: counts.cycles,
    toggles: sumOf(counts.toggles),
    clockToggles: sumOf(counts.toggles.filter((_, net) => isClockNet[net] === 1)),
    perCycle: totalOf([...byInstance.values()]),
    byInstance,
    outputs: counts.outputs,
    settledNs: counts.settledNs,
  };
}

interface Flattened extends Omit<NetlistSource, 'netlists'> {
  readonly cells: LibraryModel;
  readonly netlist: FlatNetlist;
}

/** The last one made of a map of netlists: streams and delay models ask for the same again. */
const flattened = new WeakMap<NetlistSource['netlists'], Flattened>();

function flattenedOnce(source: NetlistSource, cells: LibraryModel): FlatNetlist {
  const { netlists, cellCounts, top } = source;
  const known = flattened.get(netlists);
  if (known?.cells === cells && known.cellCounts === cellCounts && known.top === top) {
    return known.netlist;
  }
  const netlist = flattenNetlist(source, cells);
  flattened.set(netlists, { cells, cellCounts, top, netlist });
  return netlist;
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function totalOf(groups: readonly EnergySplit[]): EnergySplit {
  const sum = (key: keyof EnergySplit) => groups.reduce((total, group) => total + group[key], 0);
  return {
    switching: sum('switching'),
    internal: sum('internal'),
    clock: sum('clock'),
    dynamic: sum('dynamic'),
    leakage: sum('leakage'),
    total: sum('total'),
  };
}
