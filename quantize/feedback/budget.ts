import type { SumBudget } from './question.ts';

/** What is left of a budget while the words of one channel after the other are chosen, exactly. */
export interface BudgetAccounts {
  /** Starts a channel with its whole budget. */
  open(channel: number): void;
  /** Whether tile and row stay within the budget if weight k gets this word. */
  fits(k: number, word: number): boolean;
  /** Gives weight k a word that fits. */
  take(k: number, word: number): void;
}

/** Budgets of `channels` rows of `depth` words. Throws RangeError for a budget that not even zeros meet. */
export function budgetAccounts(
  budget: SumBudget,
  { channels, depth }: { readonly channels: number; readonly depth: number },
): BudgetAccounts {
  checkBudget(budget, channels);
  const binding = bindingBudget(budget, depth);
  const { terms, inner, outer } = binding;
  const sides = [inner, ...outer].flatMap(({ upper, lower }) => [upper, lower]);
  const largest = largestOf([...sides, ...terms.upper, ...terms.lower]);
  return largest <= BigInt(Number.MAX_SAFE_INTEGER)
    ? accounts(binding, depth, { of: Number, less: (a: number, b: number) => a - b })
    : accounts(binding, depth, { of: (a) => a, less: (a: bigint, b: bigint) => a - b });
}

/** Whole numbers as the accounts hold them: doubles where all are exact, else bigint. */
interface Whole<N> {
  of(value: bigint): N;
  less(a: N, b: N): N;
}

function accounts<N extends number | bigint>(
  { terms, tile, inner, outer }: SumBudget,
  depth: number,
  whole: Whole<N>,
): BudgetAccounts {
  const ups = terms.upper.map(whole.of);
  const downs = terms.lower.map(whole.of);
  const tiles = Math.ceil(depth / tile);
  const [innerUp, innerDown] = [whole.of(inner.upper), whole.of(inner.lower)];
  const rooms = outer.map(({ upper, lower }) => [whole.of(upper), whole.of(lower)] as const);
  const tileUp: N[] = new Array<N>(tiles).fill(innerUp);
  const tileDown: N[] = new Array<N>(tiles).fill(innerDown);
  let rowUp = innerUp;
  let rowDown = innerDown;
  return {
    open(channel) {
      tileUp.fill(innerUp);
      tileDown.fill(innerDown);
      [rowUp, rowDown] = rooms[channel] as readonly [N, N];
    },
    fits(k, word) {
      const at = Math.floor(k / tile);
      const up = ups[word] as N;
      const down = downs[word] as N;
      return (
        up <= (tileUp[at] as N) && up <= rowUp && down <= (tileDown[at] as N) && down <= rowDown
      );
    },
    take(k, word) {
      const at = Math.floor(k / tile);
      const up = ups[word] as N;
      const down = downs[word] as N;
      tileUp[at] = whole.less(tileUp[at] as N, up);
      tileDown[at] = whole.less(tileDown[at] as N, down);
      rowUp = whole.less(rowUp, up);
      rowDown = whole.less(rowDown, down);
    },
  };
}

/** The same budget without what no `depth` words can use up, so that large ones do not need bigint. */
function bindingBudget(budget: SumBudget, depth: number): SumBudget {
  const most = BigInt(depth) * largestOf([...budget.terms.upper, ...budget.terms.lower]);
  const cut = (side: bigint) => (side < most ? side : most);
  const both = ({ upper, lower }: { readonly upper: bigint; readonly lower: bigint }) => ({
    upper: cut(upper),
    lower: cut(lower),
  });
  return { ...budget, inner: both(budget.inner), outer: budget.outer.map(both) };
}

function checkBudget({ tile, inner, outer }: SumBudget, channels: number): void {
  if (!Number.isInteger(tile) || tile < 1) throw new RangeError(`no tile has ${tile} products`);
  if (outer.length !== channels) {
    throw new RangeError(`${outer.length} budgets of rows are not those of ${channels} channels`);
  }
  if (inner.upper < 0n || inner.lower < 0n) throw new RangeError('the budget of a tile is below 0');
  const overdrawn = outer.findIndex(({ upper, lower }) => upper < 0n || lower < 0n);
  if (overdrawn >= 0) {
    throw new RangeError(
      `the budget of channel ${overdrawn} is below 0: its start value is too large`,
    );
  }
}

function largestOf(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (value > most ? value : most), 0n);
}
