import { cachedJson, contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { canonicalModule } from './canonical.ts';
import type { MappingContext } from './map-module.ts';
import { FILES, THIS_MODULE } from './script.ts';
import {
  checkWrapperPorts,
  type WrapperModule,
  type WrapperRole,
  wrapperReference,
} from './wrappers.ts';
import { runYosysJob } from './yosys.ts';

const REFERENCE = 'logposit_reference';
const PROVEN = 'proven.txt';

/** A latch is known once it was transparent. */
const START: Readonly<Record<WrapperRole, string>> = {
  'full-adder': '',
  'clock-gate': '-tempinduct -set-at 1 in_clk_i 0 -seq 1',
};

/**
 * Proves that a wrapper does what the cell behind it does, from the memo where that is known. Throws
 * Failure: input for other ports, another function or a library without such a cell.
 */
export async function checkWrapper(
  module: WrapperModule,
  text: string,
  config: string,
  context: MappingContext,
): Promise<void> {
  const { yosys, library, timeoutSeconds } = context;
  checkWrapperPorts(module);
  const { clockGate, latch } = library.cells;
  if (module.role === 'clock-gate' && clockGate === null && latch === null) {
    throw new Failure(
      'input',
      `${library.file} has neither a clock gate nor a latch, which ${module.name} stands for`,
      'name another library, or store weights without gated clocks',
    );
  }
  const { source } = canonicalModule(module, text, { config, modules: [] });
  const script = proof(module.role);
  await cachedJson('wrapper', contentHash(source, script, yosys.build), async () => {
    await runYosysJob(yosys, {
      script,
      files: {
        [FILES.source]: source,
        [FILES.children]: wrapperReference(module.role, REFERENCE),
      },
      library: null,
      outputs: [PROVEN],
      timeoutSeconds,
    }).catch((error: unknown) => {
      if (!(error instanceof Failure) || !error.message.includes(REFUTED)) throw error;
      throw new Failure('input', `${module.file} is no ${module.role}`);
    });
    return { proven: true };
  });
}

const REFUTED = 'Called with -verify';

function proof(role: WrapperRole): string {
  return `read_verilog -sv ${FILES.source}
read_verilog ${FILES.children}
proc
miter -equiv -flatten -make_outputs ${THIS_MODULE} ${REFERENCE} miter
hierarchy -top miter
async2sync
sat -verify -prove trigger 0 ${START[role]} miter
tee -q -o ${PROVEN} stat
`;
}
