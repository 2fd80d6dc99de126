import { expect, test } from 'vitest';
import { resolveSystolic } from '../../../generator/config/resolve-systolic.ts';
import { systolicSchema } from '../../../generator/index.ts';
import { DATAPATHS } from '../../support/systolic-regression.ts';

const cutting = Object.entries(DATAPATHS).flatMap(([kind, [datapath]]) =>
  datapath !== undefined && 'fraction' in datapath ? [[kind, datapath] as const] : [],
);

test.each(cutting)(
  'an LSB above every product of %s is refused, the next below is not',
  (_, datapath) => {
    const resolve = (fraction: number) =>
      resolveSystolic(
        systolicSchema.parse({
          name: 'cut',
          kind: 'systolic',
          datapath: { ...datapath, fraction },
        }),
      );
    const fault = failureOf(() => resolve(-32));
    const least = Number(/^datapath\.fraction must be at least (-\d+), not -32$/.exec(fault)?.[1]);
    expect(failureOf(() => resolve(least - 1))).toBe(
      `datapath.fraction must be at least ${least}, not ${least - 1}`,
    );
    expect(resolve(least).derived.A).toBe(least);
  },
);

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return '';
}
