import { decodeTable } from '../../golden/fast/index.ts';
import type { LpFormat } from '../../golden/format.ts';
import { logText, wordText } from '../explain.ts';
import { countedInput } from '../stimulus/counting.ts';
import { decodedRecord } from '../stimulus/decoded.ts';
import {
  type Difference,
  differingFields,
  type Explanation,
  NO_INPUT,
  type Workload,
} from '../workload.ts';

/** Every word of the format through a decoder. */
export function decoderChecks(format: LpFormat): Workload[] {
  const words = 2 ** format.n;
  return [
    {
      name: 'all words',
      exhaustive: true,
      args: ['count', String(words)],
      fed: false,
      recordWords: 1,
      blocks: () => [{ input: NO_INPUT, expected: decoderRecords(format) }],
      explain: (difference) => explain(format, difference),
    },
  ];
}

/** Every word as it must come out of the decoder. */
function decoderRecords(format: LpFormat): Uint32Array {
  const table = decodeTable(format);
  const words = table.kind.length;
  return Uint32Array.from({ length: words }, (_, index) =>
    decodedRecord(table, countedInput(index, words)),
  );
}

function explain(format: LpFormat, { index, expected, got }: Difference): Explanation {
  const fields = (record: number) => ({
    zero_o: String(record & 1),
    nar_o: String((record >> 1) & 1),
    sign_o: String((record >> 2) & 1),
    log_o: logText((record | 0) >> 3, format.fractionBits),
  });
  const wanted = fields(expected[0] as number);
  const seen = fields(got[0] as number);
  return {
    inputs: { code_i: wordText(format, countedInput(index, 2 ** format.n)) },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}
