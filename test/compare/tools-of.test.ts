import { expect, test } from 'vitest';
import { benchTools, toolsOf } from '../../compare/tools-of.ts';
import { toolVersion } from '../../generator/index.ts';

const tool = (name: string, version: string) => ({ name, version, command: name, build: version });
const bench = (yosys: string, sta: string) =>
  benchTools({ yosys: { ...tool('Yosys', yosys), embedded: false }, sta: tool('OpenSTA', sta) });

test('mapping, timing and verification have the versions that the report names', () => {
  expect(toolsOf([bench('0.23', '2.0'), bench('0.23', '2.0'), { Verilator: '5.006' }])).toEqual({
    logposit: toolVersion,
    Yosys: '0.23',
    OpenSTA: '2.0',
    Verilator: '5.006',
  });
});

test.each([
  ['Yosys 0.23 and 0.55', [bench('0.23', '2.0'), bench('0.55', '2.0')]],
  ['OpenSTA 2.0 and 2.6', [bench('0.23', '2.0'), bench('0.23', '2.6')]],
  ['Verilator 5.006 and 5.020', [{ Verilator: '5.006' }, { Verilator: '5.020' }]],
])('%s are not mixed', (text, parts) => {
  expect(() => toolsOf(parts)).toThrow(`the tools changed while designs were compared: ${text}`);
});
