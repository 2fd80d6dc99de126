import { type DecodeTable, NAR, ZERO } from '../../golden/fast/index.ts';

/** A word as a decoder answers it: log_o * 8 + sign_o * 4 + nar_o * 2 + zero_o. */
export function decodedRecord({ kind, sign, log }: DecodeTable, word: number): number {
  const flags = (kind[word] === NAR ? 2 : 0) + (kind[word] === ZERO ? 1 : 0);
  return (log[word] as number) * 8 + (sign[word] as number) * 4 + flags;
}
