import type { LpFormat } from '../../../golden/format.ts';
import type { Config, Resolved } from '../../config/resolve.ts';
import type { Port } from '../../design.ts';
import { decoderWidths, shapeName } from '../decoder/view.ts';
import { input, output, signedPort } from '../ports.ts';
import { lsbText } from '../text.ts';

/** Ports of every kind of PE around those of its sum. */
export function pePortsAround({ config, mac }: Resolved, start: Port, sum: Port): Port[] {
  return [
    ...controlPorts(config),
    start,
    ...operandPorts(config, 'weight', mac.weight),
    ...operandPorts(config, 'act', mac.activation),
    sum,
    output('nar_o', 1, 'an operand of this sum was NaR'),
  ];
}

function controlPorts({ pe }: Config): Port[] {
  const bare = pe.pipeline === 0 && pe.operands === 'words';
  // Port names of decoded operands leave less room for words.
  const sum = bare ? 'the sum and its flag' : 'sum and flag';
  const cleared = pe.pipeline === 0 ? sum : 'every stage';
  const valid = bare ? ': it is accumulated at this edge' : ', taken at this edge';
  return [
    input('clk_i', 1, 'rising edge'),
    input('rst_ni', 1, `synchronous, active low: clears ${cleared}`),
    input('en_i', 1, `the operand set is valid${valid}`),
    input('first_i', 1, 'the set starts a new sum from start_i'),
  ];
}

/** An operand as a word, or as the decoder's outputs. */
function operandPorts({ pe }: Config, prefix: 'weight' | 'act', format: LpFormat): Port[] {
  if (pe.operands === 'words') {
    return [input(`${prefix}_i`, format.n, `${shapeName(format)} word`)];
  }
  const meaning = `log2 of the ${shapeName(format)} operand, ${lsbText(format.fractionBits)}`;
  return decodedPorts(prefix, decoderWidths(format).log, meaning);
}

/** An operand as a decoder's flags, sign and log. */
export function decodedPorts(
  prefix: 'weight' | 'act',
  logWidth: number,
  logMeaning: string,
): Port[] {
  return [
    input(`${prefix}_zero_i`, 1, 'the operand is zero'),
    input(`${prefix}_nar_i`, 1, 'the operand is NaR'),
    input(`${prefix}_sign_i`, 1, '1: negative'),
    signedPort(input(`${prefix}_log_i`, logWidth, logMeaning)),
  ];
}
