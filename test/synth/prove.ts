import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OSU018, scratch } from './support.ts';

/**
 * Proves with Yosys that netlists on osu018 do what the RTL does; rejects where they do not. `start`
 * are options of `sat` that bring both into a known state, `clocks` a pass for what has several.
 */
export async function proveEqual(
  top: string,
  of: {
    /** Absolute paths. */
    readonly rtl: readonly string[];
    readonly netlists: readonly string[];
    readonly start: string;
    readonly clocks?: 'async2sync' | 'clk2fflogic';
    readonly steps?: number;
  },
): Promise<void> {
  const directory = await scratch();
  await symlink(OSU018, join(directory, 'cells.lib'));
  const rtl = await Promise.all(
    of.rtl.map(async (path, index) => {
      await symlink(path, join(directory, `rtl_${index}.sv`));
      return `rtl_${index}.sv`;
    }),
  );
  await writeFile(join(directory, 'netlist.v'), of.netlists.join('\n'));
  const script = `
    read_liberty -ignore_miss_func cells.lib
    read_verilog netlist.v
    hierarchy -top ${top}
    proc; flatten; rename ${top} gate; design -stash gate
    read_verilog -sv ${rtl.join(' ')}
    hierarchy -top ${top}
    proc; flatten; rename ${top} gold; design -stash gold
    design -copy-from gold gold
    design -copy-from gate gate
    miter -equiv -flatten -make_outputs gold gate miter
    hierarchy -top miter
    memory; memory_map; opt -full; ${of.clocks ?? 'async2sync'}
    sat -tempinduct -verify -prove trigger 0 ${of.start} -seq 1 -maxsteps ${of.steps ?? 4} miter
  `;
  await writeFile(join(directory, 'prove.ys'), script);
  await promisify(execFile)('yosys', ['-Q', '-T', '-q', '-s', 'prove.ys'], { cwd: directory });
}
