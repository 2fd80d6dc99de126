import { contentHash } from '../system/cache.ts';
import {
  ADDER_MAPS,
  type Adders,
  FOLDED_ADDERS,
  HALF_READ_ADDERS,
  OPENED_ADDERS,
} from './adders.ts';
import type { LibraryCells } from './liberty/cells.ts';
import { LIBRARY_FILES } from './library.ts';
import type { Recipe } from './recipes.ts';
import { STRUCTURES, type Structure } from './structures.ts';
import { WRAPPER_NAMES, WRAPPER_STUBS, wrapperMaps } from './wrappers.ts';

/** Fixed names inside a mapping directory: Yosys scripts cannot quote every path. */
export const FILES = {
  script: 'map.ys',
  source: 'module.sv',
  children: 'children.v',
  adders: 'adders.v',
  folded: 'folded.v',
  sumOnly: 'sum_only.v',
  carryOnly: 'carry_only.v',
  opened: 'opened.v',
  arithmetic: 'arithmetic.txt',
  wrappers: 'wrappers.v',
  /** The library as ABC compiled it, and what Yosys gives ABC before that. */
  gates: 'gates.scl',
  start: 'start.genlib',
  logic: 'logic.il',
  flops: 'flops.txt',
  stat: 'stat.txt',
  netlist: 'netlist.v',
} as const;

/** Name of the mapped module in every script, source and netlist; children get a number. */
export const THIS_MODULE = 'logposit_this';

/** Name that stands for the child with this index. */
export function childName(index: number): string {
  return `logposit_child_${index}`;
}

/** Gates in place of full adders. */
const OPEN_ADDERS = `techmap -map ${FILES.opened}
simplemap
opt -fast
`;

const ADDERS = `t:${WRAPPER_NAMES['full-adder']}`;

/**
 * Leaves those full adders that have three inputs and two outputs. Selections see cells, not the
 * aliases that Yosys keeps for outputs: with buffers there an output reads what it is connected to.
 */
const FOLD_ADDERS = `techmap -map ${FILES.folded} ${ADDERS}
opt -fast
insbuf -buf $_BUF_ A Y o:*
splitnets ${ADDERS} %co1:+[sum_o,carry_o] w:* %i
select -set adders ${ADDERS}
select -set read t:* %ci1 w:* %i o:* %u
select -set sum_only @adders @read %ci1:+[carry_o] %d
select -set carry_only @adders @read %ci1:+[sum_o] %d
techmap -map ${FILES.sumOnly} @sum_only
techmap -map ${FILES.carryOnly} @carry_only
simplemap
opt -fast
`;

/** How a module becomes logic: what its adders are, and how the rest is written down. */
export interface LogicForm {
  readonly adders: Adders;
  /** Full adders are black boxes until cells of the library take their place, or gates, or there are none. */
  readonly fullAdders: 'closed' | 'open' | 'none';
  readonly structure: Structure;
}

const ARITHMETIC = [
  'alu',
  'macc*',
  'fa',
  'lcu',
  'add',
  'sub',
  'neg',
  'mul',
  'div*',
  'mod*',
  'pow',
  'lt',
  'le',
  'gt',
  'ge',
];

/**
 * Turns a module into gates of Yosys and flip-flops, for Yosys 0.23 and newer. Children are black
 * boxes. It is what `synth` does, but for the adders. Nothing that is read may be left without a driver.
 */
export function logicScript({ adders, fullAdders, structure }: LogicForm): string {
  const adderMap = ADDER_MAPS[adders] === null ? '' : ` -map ${FILES.adders}`;
  const folded = fullAdders === 'none' ? '' : FOLD_ADDERS;
  const opened = fullAdders === 'open' ? OPEN_ADDERS : '';
  const rearranged = STRUCTURES[structure].length === 0 ? '' : rearrange(STRUCTURES[structure]);
  return `read_verilog -sv ${FILES.source}
read_verilog -lib ${FILES.children}
hierarchy -check -top ${THIS_MODULE}
synth -flatten -top ${THIS_MODULE} -run begin:fine
opt -fast -full
memory_map
opt -full
tee -q -o ${FILES.arithmetic} select -list ${ARITHMETIC.map((type) => `t:$${type}`).join(' ')}
techmap -map +/techmap.v${adderMap}
opt -fast
${folded}${opened}${rearranged}abc -fast
opt -fast
rename -wire -suffix _reg t:$_*FF*
check -assert
write_rtlil ${FILES.logic}
`;
}

function rearrange(steps: readonly string[]): string {
  return `abc -g AND,XOR -script ${abcScript([...steps, 'map -a'])}\nopt_clean\n`;
}

/** Commands of ABC as an argument of `abc`, which takes commas for blanks. */
function abcScript(steps: readonly string[]): string {
  return `+${steps.map((step) => step.replace(/ /g, ',')).join(';')}`;
}

/** Files that the script reads besides the module and its children. */
export function logicFiles({ adders }: LogicForm): Record<string, string> {
  const map = ADDER_MAPS[adders];
  return {
    ...(map === null ? {} : { [FILES.adders]: map }),
    [FILES.folded]: FOLDED_ADDERS,
    [FILES.sumOnly]: HALF_READ_ADDERS.sum,
    [FILES.carryOnly]: HALF_READ_ADDERS.carry,
    [FILES.opened]: OPENED_ADDERS,
  };
}

/** Identifies what becomes of a module. */
export function logicHash(form: LogicForm): string {
  return contentHash(logicScript(form), WRAPPER_STUBS, ...Object.values(logicFiles(form)));
}

/** Where ABC reads the gates of the library. */
export type GateSource = 'compiled' | 'liberty';

/**
 * Maps logic onto cells. Flip-flops are named after the registers that they hold; naming changes no
 * area. Without children a module's area is its own.
 */
export function mappingScript({ steps }: Recipe, gates: GateSource): string {
  const [source, first] =
    gates === 'compiled'
      ? [`-genlib ${FILES.start}`, [`read_scl ${FILES.gates}`]]
      : [`-liberty ${LIBRARY_FILES.gates}`, []];
  const wrappers = Object.values(WRAPPER_NAMES).map((name) => `t:${name}`);
  return `read_rtlil ${FILES.logic}
dfflibmap -liberty ${LIBRARY_FILES.outline}
tee -q -o ${FILES.flops} stat
techmap -map ${FILES.wrappers} ${wrappers.join(' ')}
abc ${source} -script ${abcScript([...first, ...steps])}
setundef -zero
opt_clean -purge
tee -q -o ${FILES.stat} stat -liberty ${LIBRARY_FILES.outline}
write_verilog -noattr -simple-lhs -noexpr -nohex ${FILES.netlist}
`;
}

/** Files that the script reads besides the logic and the library. */
export function mappingFiles(cells: LibraryCells): Record<string, string> {
  return { [FILES.wrappers]: wrapperMaps(cells), [FILES.start]: START };
}

/** Makes FILES.gates of the library, by the way of a module of one gate. */
export const COMPILE_SCRIPT = `read_verilog -sv ${FILES.source}
techmap
abc -liberty ${LIBRARY_FILES.gates} -script +write_scl,${FILES.gates}
`;

export const ONE_GATE = `module ${THIS_MODULE} (input a, input b, output y);
  assign y = a & b;
endmodule
`;

/** Gates that Yosys gives ABC so that it takes names of cells for an answer; `read_scl` replaces them. */
const START = `GATE zero 1 y=CONST0;
GATE one 1 y=CONST1;
GATE inv 1 y=!a; PIN * INV 1 999 1 0 1 0
GATE and 1 y=a*b; PIN * NONINV 1 999 1 0 1 0
`;

/** Hash of all that a recipe does; areas compare only where it is the same. */
export function recipeHash(recipe: Recipe): string {
  const { adders, sharedDrive } = recipe;
  const forms = [recipe.fullAdders === 'open' ? 'open' : 'closed', 'none'] as const;
  const logic = forms.map((fullAdders) =>
    logicHash({ adders, fullAdders, structure: 'as written' }),
  );
  return contentHash(...logic, mappingScript(recipe, 'compiled'), String(sharedDrive));
}
