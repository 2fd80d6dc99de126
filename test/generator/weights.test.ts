import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  design,
  peSchema,
  readPeDesign,
  requireFixed,
  weightWords,
} from '../../generator/index.ts';
import { encodeReal } from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import type { Tensor } from '../../tensor/index.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { type Workplace, workplace } from '../cli/command-line.ts';
import { repeatable } from '../golden/exact/support.ts';

const LP4 = { n: 4, es: 1, rs: 3 };
/** Products of at most 2^3 * 2^3 in LSBs of 2^0. */
const ACCUMULATOR = { fraction: 0, weights: 'w.npy' };

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.dispose());

async function designOf(words: number[][], accumulator: object = {}, name = 'good') {
  const matrix = Uint16Array.from(words.flat());
  await writeFile(
    join(place.directory, 'w.npy'),
    npyBytes(matrix, [words.length, matrix.length / words.length], 'uint8'),
  );
  const config = {
    name,
    weight: LP4,
    activation: LP4,
    accumulator: { ...ACCUMULATOR, ...accumulator },
  };
  return requireFixed(await readPeDesign(place.write(`${name}.json`, JSON.stringify(config))));
}

/** Text of the PE's header as one line. */
function headerOf({ sources }: { readonly sources: readonly { path: string; text: string }[] }) {
  const text = sources.find(({ path }) => path.endsWith('_pe.sv'))?.text ?? '';
  return text
    .slice(0, text.indexOf('module '))
    .replaceAll(/\n\/\/ ?/g, ' ')
    .replaceAll(/ +/g, ' ');
}

const ONE = 0b0100;
const MAX = 0b0111;

describe('accumulator.weights', () => {
  it('sizes "auto" for the widest channel: 256 + 256 + 16 takes 11 bits', async () => {
    // LP<4,1,3>: Lmax is 2^4, so a weight of 1 adds up to 16 and the largest weight up to 256.
    const { derived } = await designOf([
      [ONE, ONE, 0],
      [16 - ONE, 0, 0],
      [MAX, 16 - MAX, ONE],
    ]);
    expect(derived.weights).toMatchObject({
      channels: 3,
      K: 3,
      activations: 'both',
      upper: '528',
      lower: '528',
      P: 11,
    });
    expect(derived.P).toBe(11);
    expect(derived.agnosticP).toBe(16);
  });

  it('counts each sign apart where no activation is negative, and start values always', async () => {
    const rows = [
      [MAX, 16 - ONE, ONE],
      [16 - MAX, 16 - MAX, 0],
    ];
    const oneSided = await designOf(rows, { oneSided: true });
    expect(oneSided.derived.weights).toMatchObject({ upper: '272', lower: '512', P: 10 });
    const started = await designOf(rows, { oneSided: true, startMax: 1 });
    expect(started.derived.weights).toMatchObject({ upper: '273', lower: '513', P: 11 });
  });

  it('says in the header for whom the width holds', async () => {
    const rows = [[ONE, ONE, 0]];
    const both = await designOf(rows);
    const which = `the weights with content hash ${both.derived.weights?.hash.slice(0, 16)} (1 channel of 3)`;
    expect(headerOf(both)).toContain(
      `The partial sum has 7 bits, LSB 1: no sum of ${which} from 0 overflows, whatever the ` +
        'activations. With other weights sums may wrap around: "logposit widths TENSOR --config ' +
        'good.json" tells whether a tensor fits. NaR',
    );
    const oneSided = await designOf(rows, { oneSided: true, startMax: 5 });
    expect(headerOf(oneSided)).toContain(
      `no sum of ${which} from start values within +/-5 overflows, as long as no activation is negative. With`,
    );
    const narrow = await designOf(rows, { width: 5, overflow: 'saturate' });
    expect(narrow.derived.P).toBe(5);
    expect(headerOf(narrow)).toContain(
      `too few for sums of ${which} from 0, which take 7 bits with some activations; beyond 5 bits ` +
        'sums saturate at every step. NaR',
    );
    const wide = await designOf(rows, { width: 40 });
    expect(headerOf(wide)).toContain('no sum of up to 64 products from 0 overflows, whatever the');
  });

  it('keeps two bits where no weight adds anything', async () => {
    const { derived } = await designOf([[0, 0]]);
    expect(derived.weights?.P).toBe(1);
    expect(derived.P).toBe(2);
  });

  it('gives other weights another identity, even where the width is the same', async () => {
    const hashLine = (text: string) =>
      /Config[^\n]*|config[^\n]*[0-9a-f]{16}[^\n]*/.exec(text)?.[0];
    const first = await designOf([[ONE, ONE]]);
    const again = await designOf([[ONE, ONE]]);
    const other = await designOf([[ONE, 16 - ONE]]);
    expect(other.derived.P).toBe(first.derived.P);
    const text = (emitted: typeof first) => emitted.sources.map((source) => source.text).join('');
    expect(text(again)).toBe(text(first));
    for (const [index, { text: own }] of first.sources.entries()) {
      expect(hashLine(own)).toBeDefined();
      expect(hashLine(other.sources[index]?.text ?? '')).not.toBe(hashLine(own));
    }
  });

  it('refuses what contradicts itself or cannot be read, in one line with the file', async () => {
    const bare = { name: 'bad', weight: LP4, activation: LP4 };
    const refused = (accumulator: object) =>
      readPeDesign(place.write('bad.json', JSON.stringify({ ...bare, accumulator })));
    await expect(refused({ oneSided: true })).rejects.toThrow(
      'bad.json: accumulator.oneSided needs accumulator.weights',
    );
    await expect(refused({ weights: 'none.npy' })).rejects.toThrow(
      /^bad\.json: accumulator\.weights: .*none\.npy/,
    );
    await expect(refused({ weights: 'w.txt' })).rejects.toThrow(
      'bad.json: accumulator.weights: "w.txt" is no tensor',
    );
    await expect(
      designOf(
        [
          [1, 2, 3],
          [4, 16, 5],
        ],
        {},
        'bad',
      ),
    ).rejects.toThrow(
      'bad.json: accumulator.weights: w.npy: weight 1 of channel 1 is 16, no word of LP<4,1,3>',
    );
    const wide = { n: 8, es: 5, rs: 7 };
    const config = { ...bare, weight: wide, activation: wide, accumulator: { weights: 'w.npy' } };
    place.write('wide.json', JSON.stringify(config));
    await writeFile(join(place.directory, 'w.npy'), npyBytes([127], [1, 1], 'uint8'));
    await expect(readPeDesign(join(place.directory, 'wide.json'))).rejects.toThrow(
      'accumulator.width "auto" needs 398 bits, more than 128',
    );
  });

  it('is refused where partial sums are floating: there is no width to size', async () => {
    for (const option of [{ weights: 'w.npy' }, { oneSided: true }]) {
      const accumulator = { kind: 'float', ...option };
      const config = { name: 'bad', weight: LP4, activation: LP4, accumulator };
      const [name = ''] = Object.keys(option);
      await expect(readPeDesign(place.write('bad.json', JSON.stringify(config)))).rejects.toThrow(
        `accumulator.${name}`,
      );
    }
  });

  it('is a fault of the caller where the tensor was not read', () => {
    const checked = peSchema.parse({
      name: 'good',
      weight: LP4,
      activation: LP4,
      accumulator: ACCUMULATOR,
    });
    expect(() => design(checked)).toThrow('was not read');
  });
});

describe('weightWords', () => {
  it('rounds real weights in the log domain with the scale factor, as the exact model does', () => {
    const format = lpFormat({ ...LP4, sf: 2.25 });
    const draw = repeatable(3);
    const values = Float64Array.from({ length: 400 }, () => (draw(4001) - 2000) / 1000);
    values[7] = 0;
    const tensor: Tensor = {
      reference: 'x.npy',
      shape: [20, 20],
      axis: 0,
      kind: 'real',
      channels: 20,
      depth: 20,
      values,
      hash: 'h',
    };
    const rule = { rounding: 'log', underflow: 'flush' } as const;
    expect([...weightWords(tensor, format).words]).toEqual(
      [...values].map((value) => encodeReal(format, value, rule)),
    );
  });
});
