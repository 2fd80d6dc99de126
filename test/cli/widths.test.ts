import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTensor } from '../../tensor/index.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { type Ended, logposit, logpositEach, type Workplace, workplace } from './command-line.ts';

let place: Workplace;
beforeEach(() => {
  place = workplace();
  writeWords('w.npy', [
    [0b0100, 0b1011, 0b0011, 0b1011],
    [0b0100, 0, 0, 0],
  ]);
});
afterEach(() => place.dispose());

const FORMATS = ['--format', '4,1,3', '--activation', '4,1,3', '--fraction', '0'];

function writeWords(file: string, rows: number[][]): void {
  const words = Uint16Array.from(rows.flat());
  writeFileSync(
    join(place.directory, file),
    npyBytes(words, [rows.length, words.length / rows.length], 'uint8'),
  );
}

function widths(...args: string[]) {
  return logposit(['widths', ...args], { cwd: place.directory });
}

describe('logposit widths', () => {
  it('prints the widest channels, the distribution, what is saved and what attains it', () => {
    const { stdout, stderr, code } = widths('w.npy', ...FORMATS, '--tile', '2');
    expect([stderr, code]).toEqual(['', 0]);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        /^w\.npy: 2 channels of 4 weights, words of LP<4,1,3>, content hash [0-9a-f]{16}$/,
      ),
      'times LP<4,1,3> activations, summed from 0 in LSBs of 2^0, truncate',
      '',
      '  channel  U+  U-  P',
      '  0        88  88  8',
      '  1        16  16  6',
      '',
      '  8 bits  ########################################  1 channel',
      '  6 bits  ########################################  1 channel',
      '',
      '  these weights  P = 8 bits, for channel 0',
      '  any weights    P = 12 bits for 4 products: 4 more',
      '  tiles of 2     P_I = 7 bits, P_O = 8 bits (any weights: 11 and 12)',
      '  attained       channel 0 reaches U+ with activations 0x7 0x9 0x7 0x9',
      '',
    ]);
  });

  it('gives everything with --json, bounds as decimal texts', () => {
    const { stdout, code } = widths('w.npy', ...FORMATS, '--one-sided', '--start', '-3', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      tensor: { reference: 'w.npy', kind: 'integer', shape: [2, 4], channels: 2, depth: 4 },
      weight: { n: 4, es: 1, rs: 3, sf: 0 },
      converter: { kind: 'table', fraction: 2 },
      fraction: 0,
      activations: 'non-negative',
      start: { least: '-3', most: '-3' },
      P: 8,
      upper: '24',
      lower: '67',
      channels: [
        { channel: 0, P: 8, upper: '24', lower: '67' },
        { channel: 1, P: 6, upper: '16', lower: '3' },
      ],
      widest: { channel: 0, side: 'lower', activations: [0, 7, 0, 7] },
      agnostic: { P: 12, upper: '1024', lower: '1027' },
      saving: 4,
    });
  });

  it('writes the attaining activations as [1, K] words that it can read itself', async () => {
    const { code } = widths('w.npy', ...FORMATS, '--attain', 'a.npy');
    expect(code).toBe(0);
    const tensor = await readTensor('a.npy', { base: place.directory });
    expect(tensor).toMatchObject({ kind: 'integer', shape: [1, 4] });
    expect([...tensor.values]).toEqual([7, 9, 7, 9]);
    expect(readFileSync(join(place.directory, 'a.npy')).length).toBe(128 + 4);
  });

  it('tells whether the weights fit a width or the hardware of a config, exit code 1 if not', () => {
    const fits = widths('w.npy', ...FORMATS, '--fits', '8');
    expect(fits.stdout).toContain('fits 8 bits: no sum overflows');
    expect(fits.code).toBe(0);
    const tight = widths('w.npy', ...FORMATS, '--fits', '7', '--json');
    expect(tight.code).toBe(1);
    expect(JSON.parse(tight.stdout).fits).toEqual({ width: 7, fits: false, channel: 0 });

    const format = { n: 4, es: 1, rs: 3 };
    const accumulator = { fraction: 0, weights: 'w.npy' };
    const config = { name: 'my', weight: format, activation: format, accumulator };
    place.write('my.json', JSON.stringify(config));
    const own = widths('w.npy', '--config', 'my.json');
    expect(own.stdout).toContain('fits 8 bits');
    expect(own.code).toBe(0);
    writeWords('other.npy', [
      [0b0100, 0, 0],
      [0b0111, 0, 0],
    ]);
    const other = widths('other.npy', '--config', 'my.json');
    expect(other.stdout).toContain('does NOT fit 8 bits: channel 1 needs 10');
    expect(other.code).toBe(1);
  });

  it('refuses a config with a floating accumulator: nothing overflows there', () => {
    const format = { n: 4, es: 1, rs: 3 };
    const config = {
      name: 'floating',
      weight: format,
      activation: format,
      accumulator: { kind: 'float' },
    };
    place.write('floating.json', JSON.stringify(config));
    expect(widths('w.npy', '--config', 'floating.json')).toEqual({
      stdout: '',
      stderr:
        'logposit: floating.json has a floating accumulator: it has no width that sums must fit\n',
      code: 2,
    });
  });

  const WRONG: readonly (readonly [string[], string])[] = [
    [
      [],
      '--format is missing: give both formats or --config (e.g. --format 8,1,7 --activation 8,1,7)',
    ],
    [
      ['--format', '4,1,3'],
      '--activation is missing: give both formats or --config (e.g. --format 8,1,7 --activation 8,1,7)',
    ],
    [
      ['--format', '4,1', '--activation', '4,1,3'],
      '--format must be n,es,rs or n,es,rs,sf, not "4,1" (e.g. --format 8,1,7 --activation 8,1,7)',
    ],
    [
      [...FORMATS, '--align', 'up'],
      '--align must be truncate or nearest or floor or floor-act, not "up"',
    ],
    [[...FORMATS, '--converter', 'rom'], '--converter must be table or mitchell, not "rom"'],
    [
      [...FORMATS, '--converter', 'table,99'],
      'G of --converter must be an integer from 0 to 12, not "99"',
    ],
    [[...FORMATS, '--tile', '0'], '--tile must be an integer from 1 to 1048576, not "0"'],
    [
      [...FORMATS, '--start', '1.5'],
      '--start must be an integer from -9007199254740991 to 9007199254740991, not "1.5"',
    ],
    [[...FORMATS, '--attain', 'a.txt'], '--attain must name a .npy file, not "a.txt"'],
    [
      [...FORMATS, '--attain', './w.npy'],
      '--attain ./w.npy is the file that the tensor is read from (name another file)',
    ],
    [
      ['--format', '8,1,8', '--activation', '4,1,3'],
      '--format: rs must be an integer from 1 to n - 1 = 7, not 8 (e.g. --format 8,1,7 --activation 8,1,7)',
    ],
    [[...FORMATS, '--axis', '2'], 'w.npy: axis 2 is not in the shape [2, 4] (axes are 0 to 1)'],
    [
      ['--config', 'my.json', '--format', '4,1,3'],
      '--format and --config exclude each other: the config says it',
    ],
    [
      ['--format', '3,1,2', '--activation', '4,1,3'],
      'w.npy: weight 1 of channel 0 is 11, no word of LP<3,1,2> (integers are taken for words, 0 to 7; values to be rounded must be floating-point)',
    ],
  ];
  describe('refuses', () => {
    let ended: readonly Ended[] = [];
    beforeEach(() => {
      if (ended.length > 0) return;
      const cwd = place.directory;
      const calls = WRONG.map(([args]) => ({ args: ['widths', 'w.npy', ...args], cwd }));
      ended = logpositEach(calls).map(({ stdout, stderr, code }) => ({ stdout, stderr, code }));
    });

    for (const [index, [args, line]] of WRONG.entries()) {
      it(`${args.join(' ') || 'no options'} in one line`, () => {
        expect(ended[index]).toEqual({ stdout: '', stderr: `logposit: ${line}\n`, code: 2 });
      });
    }
  });
});
