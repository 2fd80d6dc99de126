import { expect, test } from 'vitest';
import { parseStat } from '../../synth/stat.ts';

const TEXT = `
5. Printing statistics.

=== logposit_this ===

   Number of wires:                 15
   Number of processes:              0
   Number of cells:                  5
     DFFPOSX1                        1
     NAND2X1                         2
     sky130_fd_sc_hd__lpflow_isobufsrc_1      2

   Area for cell type \\DFFPOSX1 is unknown!

   Chip area for module '\\logposit_this': 93.840000
`;

test('cells by type, area and cells without an area are read', () => {
  expect(parseStat(TEXT)).toEqual({
    cells: { DFFPOSX1: 1, NAND2X1: 2, sky130_fd_sc_hd__lpflow_isobufsrc_1: 2 },
    area: 93.84,
    withoutArea: ['DFFPOSX1'],
  });
});

test('cells that do not add up are a failure', () => {
  expect(() => parseStat(TEXT.replace('NAND2X1                         2', ''))).toThrow(
    'cannot read the statistics of Yosys: 5 cells, but 3 by type',
  );
});

test('a text without a number of cells is a failure', () => {
  expect(() => parseStat('')).toThrow('cannot read the statistics of Yosys: no number of cells');
});

test('an area that is no number is a failure', () => {
  expect(() => parseStat(TEXT.replace('93.840000', 'nan'))).toThrow('area "nan"');
});

test('an absent area is null, not 0', () => {
  expect(parseStat(TEXT.replace(/ *Chip area.*/, '')).area).toBeNull();
});
