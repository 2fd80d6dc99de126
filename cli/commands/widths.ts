import { weightWords } from '../../generator/index.ts';
import { firstTooWide, type WidthReport, widthReport } from '../../quantize/widths.ts';
import { paintFor } from '../../report/paint.ts';
import { widthsJson } from '../../report/widths-json.ts';
import { type MeasuredWidths, widthsLines } from '../../report/widths-text.ts';
import { Failure, ioFailure } from '../../system/failure.ts';
import { writeFileAtomically } from '../../system/files.ts';
import { readTensor } from '../../tensor/index.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { integerOption, type WidthsOptions } from '../options.ts';
import { refuseTensorFile } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';
import { withProgress } from '../progress.ts';
import { type AskedWidths, widthsQuestion } from '../widths-question.ts';

const LARGEST_AXIS = 63;
const DOES_NOT_FIT = 1;

/** How wide the accumulators of a tensor's weights must be; exit code 1 where a width is too small. */
export async function widths(reference: string, options: WidthsOptions): Promise<void> {
  refuseOtherFile(options.attain);
  refuseTensorFile('--attain', options.attain, reference);
  const axis = integerOption('--axis', options.axis, { min: 0, max: LARGEST_AXIS });
  const asked = await widthsQuestion(options);
  const measured = await withProgress(`reading ${reference}`, async (progress) => {
    const tensor = await readTensor(reference, axis === undefined ? {} : { axis });
    progress.update(`encoding ${reference}`);
    const matrix = weightWords(tensor, asked.question.arithmetic.weight);
    progress.update(`bounding ${matrix.channels} channels`);
    const report = widthReport(matrix, asked.question);
    return measuredOf(tensor, report, asked);
  });
  if (options.attain !== undefined) await writeVector(options.attain, measured);
  if (options.json) printJson(widthsJson(measured));
  else printLines(widthsLines(measured, paintFor(process.stdout)));
  if (measured.fits?.channel !== undefined) process.exitCode = DOES_NOT_FIT;
}

function measuredOf(
  tensor: MeasuredWidths['tensor'],
  report: WidthReport,
  { question, width }: AskedWidths,
): MeasuredWidths {
  if (width === undefined) return { tensor, question, report };
  const channel = firstTooWide(report, width);
  return {
    tensor,
    question,
    report,
    fits: { width, ...(channel === undefined ? {} : { channel }) },
  };
}

function refuseOtherFile(path: string | undefined): void {
  if (path === undefined || path.toLowerCase().endsWith('.npy')) return;
  throw new Failure('usage', `--attain must name a .npy file, not "${path}"`);
}

async function writeVector(path: string, { question, report }: MeasuredWidths): Promise<void> {
  const { vector } = report.widest;
  const type = question.arithmetic.activation.n <= 8 ? 'uint8' : 'uint16';
  try {
    await writeFileAtomically(path, npyBytes(vector, [1, vector.length], type));
  } catch (error) {
    throw ioFailure(error, 'write', path);
  }
}
