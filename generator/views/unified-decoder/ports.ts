import type { Port } from '../../design.ts';
import { formatPorts } from '../format-ports.ts';
import { input, output, signedPort } from '../ports.ts';
import { lsbText } from '../text.ts';
import type { UnifiedDecoder } from './describe.ts';
import { modeMeaning } from './mode.ts';

export function unifiedDecoderPorts(decoder: UnifiedDecoder): Port[] {
  const { modes, maxEs, containerBits, lanes } = decoder;
  const several = lanes.length > 1;
  const word = several ? "the lane's word" : 'the word';
  return [
    ...(modes.length > 1 ? [input('mode_i', 2, modeMeaning(modes))] : []),
    ...formatPorts(maxEs),
    input('code_i', containerBits, several ? 'words, lane 0 in the low bits' : 'word'),
    output('zero_o', lanes.length, `${word} is zero`),
    output('nar_o', lanes.length, `${word} is NaR (not a real)`),
    output('sign_o', lanes.length, '1: negative; 0 for zero and NaR'),
    ...lanes.flatMap(({ index, widths, ports, fractionBits }) => {
      if (widths === null) return [];
      const of = several ? `lane ${index}: ` : '';
      const meaning = `${of}log2 of the magnitude, ${lsbText(fractionBits)}; 0 for zero, NaR`;
      return [signedPort(output(ports.log, widths.log, meaning))];
    }),
  ];
}
