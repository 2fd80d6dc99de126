import { solve } from './solver.ts';

/** One way to have a layer. */
export interface AllocationOption {
  /** What it takes of the budget, a whole number. */
  readonly bits: number;
  /** What is minimised, 0 and more; Infinity is worse than everything finite together. */
  readonly value: number;
}

/**
 * Chooses one option for each layer, so that the sum of values is least while the sum of bits is within `limit`.
 * Returns their indices. Exact up to the solver's arithmetic: an integer programme with one binary per option.
 */
export async function allocation(
  layers: readonly (readonly AllocationOption[])[],
  limit: number,
): Promise<readonly number[]> {
  if (layers.length === 0) return [];
  const values = await solve(programme(layers, limit));
  const chosen = layers.map((options, layer) =>
    options.findIndex((_, option) => (values.get(variable(layer, option)) ?? 0) > 0.5),
  );
  const bits = layers.reduce(
    (sum, options, layer) => sum + (options[chosen[layer] as number]?.bits ?? Infinity),
    0,
  );
  if (bits > limit) throw new Error(`the solver's answer takes ${bits} of ${limit} bits`);
  return chosen;
}

/** The programme in LP text format. */
function programme(layers: readonly (readonly AllocationOption[])[], limit: number): string {
  const values = finiteValues(layers);
  const variables = layers.flatMap((options, layer) =>
    options.map((_, option) => variable(layer, option)),
  );
  return [
    'Minimize',
    ' total:',
    ...terms(values),
    'Subject To',
    ...layers.map(
      (options, layer) =>
        ` one${layer}: ${options.map((_, option) => variable(layer, option)).join('\n + ')} = 1`,
    ),
    ...(limit === Number.POSITIVE_INFINITY ? [] : budgetRow(layers, limit)),
    'Binary',
    ...variables.map((name) => ` ${name}`),
    'End',
    '',
  ].join('\n');
}

/** Values from 0 to 1000, as the solver's tolerances are absolute. */
function finiteValues(layers: readonly (readonly AllocationOption[])[]): number[][] {
  const largest = (options: readonly AllocationOption[]): number =>
    Math.max(0, ...options.map(({ value }) => value).filter(Number.isFinite));
  const beyond = 1 + layers.reduce((sum, options) => sum + largest(options), 0);
  const finite = layers.map((options) =>
    options.map(({ value }) => (Number.isFinite(value) ? value : beyond)),
  );
  const most = Math.max(...finite.flat()) || 1;
  return finite.map((options) => options.map((value) => 1000 * (value / most)));
}

/** Bits above each layer's narrowest option, without their common divisor: small numbers round less. */
function budgetRow(layers: readonly (readonly AllocationOption[])[], limit: number): string[] {
  const least = layers.map((options) => Math.min(...options.map(({ bits }) => bits)));
  const extra = layers.map((options, layer) =>
    options.map(({ bits }) => bits - (least[layer] as number)),
  );
  const divisor = extra.flat().reduce(greatestCommonDivisor, 0) || 1;
  const room = Math.floor((limit - least.reduce((sum, bits) => sum + bits, 0)) / divisor);
  return [
    ' budget:',
    ...terms(extra.map((options) => options.map((bits) => bits / divisor))),
    ` <= ${room}`,
  ];
}

/** A sum with one term a line, as the solver's reader takes lines of 560 characters at most. */
function terms(coefficients: readonly (readonly number[])[]): string[] {
  return coefficients.flatMap((options, layer) =>
    options.map((coefficient, option) => ` + ${coefficient} ${variable(layer, option)}`),
  );
}

function variable(layer: number, option: number): string {
  return `x${layer}_${option}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
