import { expect, test } from 'vitest';
import { plainModule } from '../../synth/canonical.ts';
import { chooseYosys } from '../../synth/choose-yosys.ts';
import { compiledGates } from '../../synth/compiled-gates.ts';
import { openLibrary } from '../../synth/library.ts';
import { logicOf } from '../../synth/logic.ts';
import { recipesFor } from '../../synth/recipes.ts';
import { FILES, mappingFiles, mappingScript, THIS_MODULE } from '../../synth/script.ts';
import { runYosysJob } from '../../synth/yosys.ts';
import { freshCache, OSU018 } from './support.ts';

const PRODUCT = `module ${THIS_MODULE} (input [4:0] a_i, input [4:0] b_i, output [9:0] y_o);
  assign y_o = a_i * b_i;
endmodule
`;

test.each(recipesFor('normal').map((recipe) => [recipe.name, recipe] as const))(
  'compiled gates and Liberty give the same netlist by %s',
  async (_, recipe) => {
    await freshCache();
    const library = await openLibrary(OSU018);
    const context = { yosys: await chooseYosys('system'), library, timeoutSeconds: 60 };
    const gates = await compiledGates(context);
    const open = recipe.fullAdders === 'open';
    const logic = await logicOf(plainModule(PRODUCT), { adders: recipe.adders, open }, context);
    const files = { ...mappingFiles(library.cells), [FILES.logic]: await logic.text() };
    const netlistFrom = async (source: 'compiled' | 'liberty') => {
      const script = mappingScript(recipe, source);
      const given = { ...files, [FILES.gates]: gates ?? '' };
      const job = { script, files: given, library, outputs: [FILES.netlist], timeoutSeconds: 60 };
      return (await runYosysJob(context.yosys, job)).get(FILES.netlist);
    };
    expect(gates?.length).toBeGreaterThan(1000);
    expect(await netlistFrom('compiled')).toBe(await netlistFrom('liberty'));
  },
);
