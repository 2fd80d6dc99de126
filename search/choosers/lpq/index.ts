import type { Candidate, LayerChoice } from '../../candidate.ts';
import { candidateKey } from '../../candidate.ts';
import type { Chooser } from '../../chooser.ts';
import type { BitBudget } from '../budget.ts';
import { repaired } from '../repair.ts';
import { type Study, study } from '../study.ts';
import type { Score, Trial } from '../trials.ts';
import { crossed, type Genes, genesOf, mutated } from './genes.ts';
import { firstMembers } from './initial.ts';
import { type LpqOptions, type LpqSettings, lpqSettings } from './options.ts';
import { joined, type Population, survivors } from './population.ts';
import { type Random, seededRandom } from './random.ts';

export type { LpqOptions } from './options.ts';

/** Draws of a candidate that is not known yet, before one that is will do. */
const DRAWS = 20;

/** Bits of the compression term's reference. */
const REFERENCE_BITS = 8;

/**
 * Genetic chooser after LPQ (Ramachandran et al., DAC 2024): the two fittest have a child that inherits one block of
 * layers anew, the child has offspring with members drawn at random, and the child and the best of those join the
 * population, which is cut to its size by fitness. Where the question has a budget, every candidate is repaired to it.
 */
export function createLpq(options: LpqOptions = {}): Chooser {
  const settings = lpqSettings(options);
  return async (question) => {
    const fitness = options.fitness ?? (question.bits === null ? 'product' : 'loss');
    const studied = study(question, (budget) => fitnessOf(fitness, budget, settings.lambda));
    const breeder = breederOf(studied, settings, seededRandom(question.seed));
    const blocks = blocksOf(studied.space.length, settings.blockSize);
    studied.report(0, 'first population');
    let population = joined([], await studied.trials.measure(breeder.first()), settings.population);
    const history = [studied.trials.best()?.score as number];
    for (let iteration = 0; iteration < settings.iterations; iteration++) {
      for (const [at, block] of blocks.entries()) {
        const done = (iteration + at / blocks.length) / settings.iterations;
        studied.report(done, `iteration ${iteration + 1}`);
        const tried = await studied.trials.measure(breeder.next(population, block));
        population = joined(population, survivors(tried), settings.population);
      }
      history.push(studied.trials.best()?.score as number);
    }
    studied.report(1, 'genetic search');
    const { candidate, loss } = studied.trials.best() as Trial;
    return { candidate, loss, history };
  };
}

/** Fitness of a candidate, the smaller the better: its loss, or L_CO * L_CR^lambda with L_CR = average bits / 8. */
function fitnessOf(fitness: 'loss' | 'product', budget: BitBudget, lambda: number): Score {
  if (fitness === 'loss') return (_candidate, loss) => loss;
  return (candidate, loss) => loss * (budget.average(candidate) / REFERENCE_BITS) ** lambda;
}

function blocksOf(layers: number, size: number): number[][] {
  const all = Array.from({ length: layers }, (_, layer) => layer);
  return Array.from({ length: Math.ceil(layers / size) }, (_, block) =>
    all.slice(block * size, (block + 1) * size),
  );
}

interface Breeder {
  /** Candidates of the first population. */
  first(): Candidate[];
  /** A child of the two fittest, and its children with members drawn at random. */
  next(population: Population, block: readonly number[]): Candidate[];
}

function breederOf(
  { question, space, budget }: Study,
  settings: LpqSettings,
  random: Random,
): Breeder {
  const genes = genesOf(space);
  const seen = new Set<string>();
  return {
    first() {
      const members = firstMembers(genes, random, question.bits);
      const draw = (): Candidate => repaired(space, budget, members.next().value);
      return Array.from({ length: settings.population }, () => unseen(draw));
    },
    next(population, block) {
      const child = unseen(() => childOf(population, block));
      const offspring = Array.from({ length: settings.diversityParents }, () =>
        unseen(() => mated(child, random.pick(population).candidate)),
      );
      return [child, ...offspring];
    },
  };

  /** The fittest with one block inherited anew from it and the next; repair leaves the block alone if it can. */
  function childOf([fittest, next = fittest]: Population, block: readonly number[]): Candidate {
    const child = [...(fittest as Trial).candidate];
    for (const layer of block) {
      const gene = genes[layer] as Genes;
      const mother = child[layer] as LayerChoice;
      const father = (next as Trial).candidate[layer] as LayerChoice;
      child[layer] = mutated(gene, random, crossed(gene, random, mother, father), settings);
    }
    return repaired(space, budget, child, new Set(block));
  }

  function mated(mother: Candidate, father: Candidate): Candidate {
    const child = genes.map((gene, layer) =>
      crossed(gene, random, mother[layer] as LayerChoice, father[layer] as LayerChoice),
    );
    return repaired(space, budget, child);
  }

  /** A candidate that was not drawn before, if one comes in a few draws. */
  function unseen(draw: () => Candidate): Candidate {
    let candidate = draw();
    for (let more = 1; more < DRAWS && seen.has(candidateKey(candidate)); more++)
      candidate = draw();
    seen.add(candidateKey(candidate));
    return candidate;
  }
}
