import { contentHash } from '../system/cache.ts';
import { LIBRARY_FILES } from './library.ts';

/** A module whose longest path is wanted. */
export interface TimedModule {
  /** Told in the answer, unique. */
  readonly name: string;
  /** Module in the netlists. */
  readonly top: string;
  /** Clock port; null for a combinational module, which gets a virtual clock. */
  readonly clock: string | null;
  /** When inputs arrive and outputs have to be there before the next edge, in ns; 0 where absent. */
  readonly margins?: PortMargins;
  /** Netlist files of the module and all that is below it; a later answer may read other ones. */
  readonly netlists: readonly string[];
}

/** What registers outside of a module take of its time. */
export interface PortMargins {
  /** From an edge to the output of a register, in ns. */
  readonly input: number;
  /** What a register wants before the edge, in ns. */
  readonly output: number;
}

/** Clock period in ns. Only differences to it matter; small, because slacks are binary32. */
export const PERIOD_NS = 1;

/** How the figure comes about, for reports. */
export const TIMING_METHOD =
  'OpenSTA: longest path over the mapped netlist, setup included: between registers, input to register, ' +
  'register to output and input to output; inputs arrive at 0 without slew, outputs are unloaded, ' +
  'ideal clock, no wires';

/** What is different for a systolic grid. */
export const GRID_METHOD =
  'each part of the grid as between registers: inputs arrive after the delay of an unloaded flip-flop, ' +
  'outputs have its setup time; gated clocks are ideal';

/** Starts each line that is an answer; columns are separated by tabs. */
export const ANSWER = 'logposit';

const PROCEDURES = `read_liberty ${LIBRARY_FILES.cells}
# The library sets its own unit of time, so this comes after it.
set_cmd_units -time ns

proc inputs_without {clock} {
  set ports {}
  foreach port [all_inputs] {
    if {[get_property $port full_name] ne $clock} { lappend ports $port }
  }
  return $ports
}

proc name_of {path end} {
  return [get_property [get_property $path $end] full_name]
}

proc answer {name module clock input_ns output_ns netlists} {
  global gating_latch
  foreach netlist $netlists { read_verilog $netlist }
  link_design $module
  if {$gating_latch ne ""} { set_disable_timing [get_lib_cells */$gating_latch] }
  if {$clock eq ""} {
    create_clock -name clock -period ${PERIOD_NS}
  } else {
    create_clock -name clock -period ${PERIOD_NS} [get_ports $clock]
  }
  set inputs [inputs_without $clock]
  if {[llength $inputs] > 0} { set_input_delay $input_ns -clock clock $inputs }
  set_output_delay $output_ns -clock clock [all_outputs]
  set path [lindex [find_timing_paths -path_delay max] 0]
  if {$path eq ""} {
    puts "${ANSWER}\\t$name\\tnone"
  } else {
    puts "${ANSWER}\\t$name\\t[worst_slack]\\t[get_property $path slack]\\t[name_of $path startpoint]\\t[name_of $path endpoint]"
  }
}
`;

/** Hash of all of the script that does not depend on the design. */
export const timingScriptHash: string = contentHash(PROCEDURES);

/**
 * Tcl for OpenSTA 2.0 (Debian's, of 2019): one answer line for each module. Paths end at `latch`,
 * where a clock is gated with such a cell: the gated clock is as ideal as the others.
 */
export function timingScript(modules: readonly TimedModule[], latch: string | null): string {
  const calls = modules.map(
    ({ name, top, clock, margins, netlists }) =>
      `answer {${name}} {${top}} {${clock ?? ''}} ${margins?.input ?? 0} ${margins?.output ?? 0} {${netlists.join(' ')}}`,
  );
  return [PROCEDURES, `set gating_latch {${latch ?? ''}}`, ...calls, ''].join('\n');
}
