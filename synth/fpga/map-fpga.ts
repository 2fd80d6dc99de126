import { availableParallelism } from 'node:os';
import { cachedJson, contentHash } from '../../system/cache.ts';
import { Failure } from '../../system/failure.ts';
import { rtlHash } from '../../system/rtl-hash.ts';
import { inTurn } from '../in-turn.ts';
import { parseStat } from '../stat.ts';
import { runYosysJob, type Yosys } from '../yosys.ts';
import { countPrimitives } from './count.ts';
import type { FpgaFamily, FpgaReport } from './report.ts';

export interface FpgaDesign {
  /** Name of the config. */
  readonly config: string;
  /** Modules to count. */
  readonly tops: readonly string[];
  /** SystemVerilog of all modules. */
  readonly texts: readonly string[];
}

export interface FpgaContext {
  readonly family: FpgaFamily;
  readonly yosys: Yosys;
  /** Limit for one run of Yosys. */
  readonly timeoutSeconds: number;
  readonly onModule: (name: string) => void;
}

/** As a module inside something larger: no buffers at its ports. */
const COMMANDS: Readonly<Record<FpgaFamily, string>> = {
  ice40: 'synth_ice40',
  ecp5: 'synth_ecp5',
  xilinx: 'synth_xilinx -family xc7 -flatten -noiopad -noclkbuf',
};

const SOURCE = 'design.sv';
const STAT = 'stat.txt';
/** Changes whenever the kept counts mean something else. */
const LAYOUT = '1';

/**
 * Counts the primitives of an FPGA family that each top module takes, mapped whole, from the memo
 * where the same hardware was counted before. Throws Failure.
 */
export async function mapToFpga(design: FpgaDesign, context: FpgaContext): Promise<FpgaReport> {
  const { family } = context;
  const { config, tops, texts } = design;
  let hits = tops.length;
  const modules = await inTurn(tops, availableParallelism(), async (name) => {
    context.onModule(name);
    const script = fpgaScript(family, name);
    const names = rtlHash([...texts, script], config);
    const cells = await cachedJson('fpga', contentHash(LAYOUT, names, context.yosys.build), () => {
      hits -= 1;
      return primitives(name, texts, script, context);
    });
    return { name, ...countPrimitives(family, cells), cells };
  });
  return { family, modules, hits };
}

function fpgaScript(family: FpgaFamily, top: string): string {
  return `read_verilog -sv ${SOURCE}
hierarchy -check -top ${top}
${COMMANDS[family]} -top ${top}
tee -q -o ${STAT} stat
`;
}

async function primitives(
  name: string,
  texts: readonly string[],
  script: string,
  { family, yosys, timeoutSeconds }: FpgaContext,
): Promise<Record<string, number>> {
  try {
    const results = await runYosysJob(yosys, {
      script,
      files: { [SOURCE]: texts.join('\n') },
      library: null,
      outputs: [STAT],
      timeoutSeconds,
    });
    const { cells } = parseStat(results.get(STAT) ?? '');
    // Newer versions of Yosys keep a note of the hierarchy that was flattened, as a cell.
    const { $scopeinfo, ...mapped } = cells;
    const left = Object.keys(mapped).filter((type) => type.startsWith('$'));
    if (left.length === 0) return mapped;
    throw new Failure('tool-failed', `the mapped netlist has cells left: ${left.join(', ')}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const text = `mapping ${name} to ${family}: ${error.message}`;
    throw new Failure(error.kind, text, error.hint, error.detail);
  }
}
