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

/** As Yosys 0.63 prints it with a library: areas are shortened, children apart. */
const COUNTS_FIRST = `
11. Printing statistics.

=== logposit_this ===

        +----------Local Count, excluding submodules.
        |        +-Local Area, excluding submodules.
        |        | 
      226        - wires
      268        - wire bits
        5        - ports
        - memories
       53  4703.53 cells
       18  299.376   AND3D1
       33 1.65E+03   DFFHQD1
        2        -   ODD
        2        - submodules
        2        -   logposit_child_0

   Area for cell type \\ODD is unknown!

   Chip area for module '\\logposit_this': 4703.529600
     of which used for sequential elements: 1646.568000 (35.01%)
`;

test('the layout of newer versions is read too', () => {
  expect(parseStat(COUNTS_FIRST)).toEqual({
    cells: { AND3D1: 18, DFFHQD1: 33, ODD: 2, logposit_child_0: 2 },
    area: 4703.5296,
    withoutArea: ['ODD'],
  });
  expect(parseStat('        1 wires\n        3 cells\n        3   $_AND_\n')).toEqual({
    cells: { $_AND_: 3 },
    area: null,
    withoutArea: [],
  });
  expect(() => parseStat('        4 cells\n        3   $_AND_\n')).toThrow('4 cells, but 3');
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
