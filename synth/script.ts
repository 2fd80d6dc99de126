import { contentHash } from '../system/cache.ts';
import { ADDER_MAPS, type Adders } from './adders.ts';
import type { Recipe } from './recipes.ts';

/** Fixed names inside a mapping directory: Yosys scripts cannot quote every path. */
export const FILES = {
  script: 'map.ys',
  source: 'module.sv',
  children: 'children.v',
  adders: 'adders.v',
  logic: 'logic.il',
  library: 'cells.lib',
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

/**
 * Turns a module into gates of Yosys and flip-flops, for Yosys 0.23 and newer. Children are black
 * boxes. It is what `synth` does, but for the adders.
 */
export function logicScript(adders: Adders): string {
  const adderMap = ADDER_MAPS[adders] === null ? '' : ` -map ${FILES.adders}`;
  return `read_verilog -sv ${FILES.source}
read_verilog -lib ${FILES.children}
hierarchy -check -top ${THIS_MODULE}
synth -flatten -top ${THIS_MODULE} -run begin:fine
opt -fast -full
memory_map
opt -full
techmap -map +/techmap.v${adderMap}
opt -fast
abc -fast
opt -fast
rename -wire -suffix _reg t:$_*FF*
write_rtlil ${FILES.logic}
`;
}

/** Files that the script reads besides the module and its children. */
export function logicFiles(adders: Adders): Record<string, string> {
  const map = ADDER_MAPS[adders];
  return map === null ? {} : { [FILES.adders]: map };
}

/** Identifies what becomes of a module's adders. */
export function logicHash(adders: Adders): string {
  return contentHash(logicScript(adders), ...Object.values(logicFiles(adders)));
}

/**
 * Maps logic onto cells. Flip-flops are named after the registers that they hold; naming changes no
 * area. Without children a module's area is its own.
 */
export function mappingScript({ steps }: Recipe): string {
  return `read_rtlil ${FILES.logic}
dfflibmap -liberty ${FILES.library}
tee -q -o ${FILES.flops} stat
abc -liberty ${FILES.library} -script +${steps.map((step) => step.replace(/ /g, ',')).join(';')}
setundef -zero
opt_clean -purge
tee -q -o ${FILES.stat} stat -liberty ${FILES.library}
write_verilog -noattr -simple-lhs -noexpr -nohex ${FILES.netlist}
`;
}

/** Hash of all that a recipe does; areas compare only where it is the same. */
export function recipeHash(recipe: Recipe): string {
  return contentHash(logicHash(recipe.adders), mappingScript(recipe));
}
