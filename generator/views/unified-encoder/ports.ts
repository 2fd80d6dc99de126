import type { Port } from '../../design.ts';
import { shapeName } from '../decoder/view.ts';
import { formatPorts } from '../format-ports.ts';
import { input, output, signedPort } from '../ports.ts';
import { lsbText } from '../text.ts';
import type { UnifiedEncoder } from './describe.ts';

export function unifiedEncoderPorts(encoder: UnifiedEncoder): Port[] {
  const { resolved, format, maxEs, runTime, widths } = encoder;
  const { fraction, accumulatorFraction } = resolved.arithmetic;
  const word = runTime ? `word of ${format.n} bits` : `${shapeName(format)} word`;
  return [
    ...(runTime ? formatPorts(maxEs) : []),
    signedPort(
      input(
        'scale_i',
        resolved.shape.scaleWidth,
        `c: log scale of the channel, ${lsbText(fraction)}`,
      ),
    ),
    input('relu_i', 1, 'negative sums become zero'),
    signedPort(input('acc_i', widths.magnitude, `finished sum, ${lsbText(accumulatorFraction)}`)),
    input('nar_i', 1, 'an operand of the sum was NaR'),
    output('code_o', format.n, word),
  ];
}
