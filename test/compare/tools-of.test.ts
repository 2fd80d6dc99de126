import { expect, test } from 'vitest';
import { toolsOf } from '../../compare/tools-of.ts';
import { toolVersion } from '../../generator/index.ts';

const tool = (name: string, version: string) => ({ name, version, command: name, build: version });
const bench = (yosys: string, sta: string) => ({
  setup: { yosys: { ...tool('Yosys', yosys), embedded: false }, sta: tool('OpenSTA', sta) },
});

test('all libraries have the versions that the report names', () => {
  expect(toolsOf([bench('0.23', '2.0'), bench('0.23', '2.0')])).toEqual({
    logposit: toolVersion,
    Yosys: '0.23',
    OpenSTA: '2.0',
  });
});

test.each([
  ['Yosys', bench('0.55', '2.0')],
  ['OpenSTA', bench('0.23', '2.6')],
])('another %s for the second library is refused', (_, other) => {
  expect(() => toolsOf([bench('0.23', '2.0'), other])).toThrow(
    'the tools changed while designs were compared',
  );
});
