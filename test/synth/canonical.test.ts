import { expect, test } from 'vitest';
import { canonicalModule, restoreNames } from '../../synth/canonical.ts';
import { describeModule, port } from './support.ts';

const design = (config: string, width = 4) => ({
  config,
  modules: [
    describeModule(`${config}_decoder`, 'decoder', [port('input', 'code_i', width)]),
    describeModule(`${config}_pe`, 'pe', [
      port('input', 'clk_i'),
      port('output', 'acc_o', 2, true),
    ]),
  ],
});

const pe = (config: string, comment = '') => `${comment}
module ${config}_pe (input logic clk_i, output logic signed [1:0] acc_o);
  ${config}_decoder u_decoder (.code_i(4'b0));
endmodule
`;

function canonical(config: string, text = pe(config), width = 4) {
  const all = design(config, width);
  const module = all.modules[1];
  if (module === undefined) throw new Error('the PE is there');
  return canonicalModule(module, text, all);
}

test('names of the config leave source and black boxes', () => {
  const { source, stubs, children } = canonical('lp8');
  expect(source).toBe(
    pe('lp8').replace('lp8_pe', 'logposit_this').replace('lp8_decoder', 'logposit_child_0'),
  );
  expect(stubs).toBe(
    '(* blackbox *)\nmodule logposit_child_0 (\n  input [3:0] code_i\n);\nendmodule\n',
  );
  expect(children).toEqual(['lp8_decoder']);
});

test('the hash ignores names and comments, and sees code and ports of children', () => {
  const { hash } = canonical('lp8');
  expect(canonical('other').hash).toBe(hash);
  expect(canonical('lp8', pe('lp8', '// a note')).hash).toBe(hash);
  expect(canonical('lp8', pe('lp8').replace("4'b0", "4'b1")).hash).not.toBe(hash);
  expect(canonical('lp8', pe('lp8'), 5).hash).not.toBe(hash);
});

test('a child that only a comment names is no child', () => {
  const text = 'module lp8_pe; // see lp8_decoder\n/* lp8_decoder */ endmodule';
  expect(canonical('lp8', text).children).toEqual([]);
});

test('a number, a port and a longer word that look like a name are left alone', () => {
  const text = "module b_pe (input b_decoder_x); assign x = 8'b_pe, y = p.b_pe; endmodule";
  expect(canonical('b', text).source).toBe(text.replace('module b_pe', 'module logposit_this'));
});

test('names come back into netlists and messages', () => {
  const text =
    "module logposit_this; logposit_child_1 u (); `\\logposit_child_0' logposit_child_10";
  expect(restoreNames(text, 'lp8_pe', ['lp8_a', 'lp8_b'])).toBe(
    "module lp8_pe; lp8_b u (); `\\lp8_a' logposit_child_10",
  );
});
