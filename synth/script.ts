import { contentHash } from '../system/cache.ts';

/** Fixed names inside a mapping directory: Yosys scripts cannot quote every path. */
export const FILES = {
  script: 'map.ys',
  source: 'module.sv',
  children: 'children.v',
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

/** What ABC does: area first, `amap` covers the network for area where `&nf` covers for delay. */
const ABC_SCRIPT = ['strash', 'scorr', 'dc2', 'dc2', 'dc2', 'strash', 'dch -f', 'amap'];

/**
 * The one mapping recipe, for Yosys 0.23 and newer. Children are black boxes, so a module's area is
 * its own. Flip-flops are named after the registers that they hold; naming changes no area.
 */
export const MAPPING_SCRIPT = `read_verilog -sv ${FILES.source}
read_verilog -lib ${FILES.children}
hierarchy -check -top ${THIS_MODULE}
synth -flatten -top ${THIS_MODULE}
rename -wire -suffix _reg t:$_*FF*
dfflibmap -liberty ${FILES.library}
tee -q -o ${FILES.flops} stat
abc -liberty ${FILES.library} -script +${ABC_SCRIPT.map((step) => step.replace(/ /g, ',')).join(';')}
setundef -zero
opt_clean -purge
tee -q -o ${FILES.stat} stat -liberty ${FILES.library}
write_verilog -noattr -noexpr -nohex ${FILES.netlist}
`;

/** Hash of the mapping recipe; areas compare only where it is the same. */
export const mappingScriptHash: string = contentHash(MAPPING_SCRIPT);
