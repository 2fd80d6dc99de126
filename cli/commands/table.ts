import { decode } from '../../golden/exact/decode.ts';
import { wordValue } from '../../golden/exact/value.ts';
import { formatName, type LpFormat } from '../../golden/format.ts';
import { alignColumns } from '../../system/text.ts';
import { parseFormat } from '../format-option.ts';
import type { JsonOption } from '../options.ts';
import { printJson, printLines } from '../print.ts';

interface WordRow {
  readonly word: number;
  readonly kind: 'zero' | 'nar' | 'number';
  readonly sign: number;
  /** Units of 2^-F. */
  readonly log: number;
  readonly value: number | null;
}

/** Prints every word of a format. Throws Failure (usage), FormatError. */
export function table(text: string, options: JsonOption): void {
  const format = parseFormat(text, { name: 'the format', example: 'e.g. logposit table 8,1,7' });
  const words = Array.from({ length: 2 ** format.n }, (_, word) => wordRow(format, word));
  if (options.json) {
    const { n, es, rs, sf } = format;
    printJson({ format: { n, es, rs, sf }, F: format.fractionBits, words });
  } else {
    printLines([...heading(format), '', ...alignColumns(textRows(format, words), [0, 2, 3])]);
  }
}

function wordRow(format: LpFormat, word: number): WordRow {
  const decoded = decode(format, word);
  const value = wordValue(format, word);
  if (decoded.kind !== 'number') return { word, kind: decoded.kind, sign: 0, log: 0, value };
  return { word, kind: 'number', sign: decoded.sign, log: Number(decoded.log), value };
}

function heading(format: LpFormat): string[] {
  const { n, fractionBits, maxLog } = format;
  return [
    `${formatName(format)}: ${2 ** n} words, F = ${fractionBits} log fraction bits, ` +
      `log2 from ${-maxLog / 2 ** fractionBits} to ${maxLog / 2 ** fractionBits} before sf = ${format.sf}`,
  ];
}

function textRows(format: LpFormat, words: readonly WordRow[]): string[][] {
  const unit = `log (2^-${format.fractionBits})`;
  return [
    ['word', 'binary', unit, 'log2', 'value'],
    ...words.map(({ word, kind, sign, log, value }) => {
      const binary = word.toString(2).padStart(format.n, '0');
      if (kind !== 'number') return [String(word), binary, '', '', kind === 'nar' ? 'NaR' : '0'];
      const exact = log / 2 ** format.fractionBits;
      return [String(word), binary, String(log), String(exact), `${sign ? '' : '+'}${value}`];
    }),
  ];
}
