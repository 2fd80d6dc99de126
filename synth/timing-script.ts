import { contentHash } from '../system/cache.ts';
import { FILES } from './script.ts';

/** A module whose longest path is wanted. */
export interface TimedModule {
  /** Told in the answer, unique. */
  readonly name: string;
  /** Module in the netlists. */
  readonly top: string;
  /** Clock port; null for a combinational module, which gets a virtual clock. */
  readonly clock: string | null;
  /** Netlist files of the module and all that is below it; a later answer may read other ones. */
  readonly netlists: readonly string[];
}

/** Clock period in ns. Only differences to it matter; small, because slacks are binary32. */
export const PERIOD_NS = 1;

/** How the figure comes about, for reports. */
export const TIMING_METHOD =
  'OpenSTA: longest path over the mapped netlist, setup included: between registers, input to register, ' +
  'register to output and input to output; inputs arrive at 0 without slew, outputs are unloaded, ' +
  'ideal clock, no wires';

/** Starts each line that is an answer; columns are separated by tabs. */
export const ANSWER = 'logposit';

const PROCEDURES = `read_liberty ${FILES.library}
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

proc answer {name module clock netlists} {
  foreach netlist $netlists { read_verilog $netlist }
  link_design $module
  if {$clock eq ""} {
    create_clock -name clock -period ${PERIOD_NS}
  } else {
    create_clock -name clock -period ${PERIOD_NS} [get_ports $clock]
  }
  set inputs [inputs_without $clock]
  if {[llength $inputs] > 0} { set_input_delay 0 -clock clock $inputs }
  set_output_delay 0 -clock clock [all_outputs]
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

/** Tcl for OpenSTA 2.0 (Debian's, of 2019): one answer line for each module. */
export function timingScript(modules: readonly TimedModule[]): string {
  const calls = modules.map(
    ({ name, top, clock, netlists }) =>
      `answer {${name}} {${top}} {${clock ?? ''}} {${netlists.join(' ')}}`,
  );
  return `${PROCEDURES}\n${calls.join('\n')}\n`;
}
