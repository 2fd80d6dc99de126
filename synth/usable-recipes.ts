import { availableParallelism } from 'node:os';
import { cachedJson, contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { plainModule } from './canonical.ts';
import { inTurn } from './in-turn.ts';
import { type MappingContext, mapModule } from './map-module.ts';
import { FIRST_RECIPE, type Recipe } from './recipes.ts';
import { recipeHash, THIS_MODULE } from './script.ts';

/** A recipe that a library is not fit for. */
export interface SkippedRecipe {
  readonly recipe: string;
  readonly reason: string;
}

export interface UsableRecipes {
  readonly usable: readonly Recipe[];
  readonly skipped: readonly SkippedRecipe[];
}

const ADDER = `module ${THIS_MODULE} (
  input logic [3:0] a_i, input logic [3:0] b_i, output logic [3:0] y_o
);
  assign y_o = a_i + b_i;
endmodule
`;

/** ABC ends itself over a library that lacks something, e.g. `map` over one with a NAND only. */
export const ABC_CRASH = /ABC ended with exit code (?:134|139)\b|\bunreachable\b/;

/**
 * Tries recipes on an adder of four bits. One that ABC crashes over is left out, and so it is known of
 * the library. The first recipe is not tried: without it nothing works. Throws Failure for all else.
 */
export async function usableRecipes(
  recipes: readonly Recipe[],
  context: MappingContext,
): Promise<UsableRecipes> {
  const reasons = await inTurn(recipes, availableParallelism(), (recipe) =>
    recipe === FIRST_RECIPE ? Promise.resolve(null) : reasonAgainst(recipe, context),
  );
  return {
    usable: recipes.filter((_, index) => reasons[index] === null),
    skipped: recipes.flatMap(({ name }, index) => {
      const reason = reasons[index];
      return typeof reason === 'string' ? [{ recipe: name, reason }] : [];
    }),
  };
}

async function reasonAgainst(recipe: Recipe, context: MappingContext): Promise<string | null> {
  const { library, yosys } = context;
  const key = contentHash(ADDER, library.mappableHash, recipeHash(recipe), yosys.build);
  const { reason } = await cachedJson('recipe', key, async () => {
    try {
      await mapModule('an adder', plainModule(ADDER), recipe, context);
      return { reason: null };
    } catch (error) {
      const crash = error instanceof Failure && error.kind === 'tool-failed';
      if (!crash || !ABC_CRASH.test(error.message)) throw error;
      return { reason: error.message };
    }
  });
  return reason;
}
