import type { StudyRun } from '../../study/combinations.ts';
import type { FinishedRun, StudiedNetwork, StudyReport, StudyRow } from '../../study/report.ts';
import { signTest } from '../../study/sign-test.ts';
import { seedSummaries } from '../../study/summary.ts';

/** Reports of `study` by hand: figures are plausible, none was measured. */

const ON = { channelScales: true, biasCorrection: true, errorFeedback: true };
const OFF = { channelScales: false, biasCorrection: false, errorFeedback: false };

export function studyRow(given: Partial<StudyRun>, labels = true): FinishedRun {
  const run: StudyRun = {
    network: 'vit',
    chooser: 'exact',
    objective: 'kl',
    bits: 4,
    freeThree: ON,
    tileBits: null,
    seed: null,
    ...given,
  };
  const { seed, bits, tileBits, chooser, freeThree } = run;
  const off = freeThree.channelScales ? 0 : 60;
  const lost = Math.round(300 / (bits ?? 8)) + (tileBits === null ? 0 : 22 - tileBits) + off;
  const becameWrong = lost + ((seed ?? 0) % 5);
  const becameRight = 7 + ((seed ?? 0) % 3);
  return {
    state: 'finished',
    ...run,
    loss: 0.001 * lost,
    averageBits: (bits ?? 8) - 0.03,
    averageBitsOfMacs: bits ?? 8,
    tile: tileBits ?? 19,
    agnosticTile: 23,
    sum: 24,
    agnosticSum: 28,
    limited: tileBits === null ? 0 : 120,
    evaluations: chooser === 'lpq' ? 1200 : 90,
    history:
      chooser === 'error'
        ? [0.2]
        : Array.from({ length: 8 }, (_, n) => 0.001 * lost * (1 + 3 / (1 + n + ((seed ?? 0) % 2)))),
    seconds: 12.5,
    inputs: 4800,
    agreement: 1 - (becameWrong + becameRight) / 4800,
    sqnr: 18.2,
    answers: labels
      ? {
          accuracy: 0.98 - (becameWrong - becameRight) / 4800,
          change: (100 * (becameRight - becameWrong)) / 4800,
          becameRight,
          becameWrong,
          p: signTest(becameRight, becameWrong),
        }
      : null,
  };
}

export function studyReportOf(
  rows: readonly StudyRow[],
  networks: readonly Partial<StudiedNetwork>[] = [{}],
): StudyReport {
  return {
    networks: networks.map((given) => ({
      name: 'vit',
      model: { file: 'vit.onnx', hash: 'cd'.repeat(32) },
      parameters: 123_456,
      calibrationInputs: 200,
      inputs: 4800,
      floatAccuracy: 0.98,
      ...given,
    })),
    rows,
    summary: seedSummaries(rows),
    seconds: 93.4,
  };
}

/** Two choosers, two objectives, three limits of bits, with and without the free three and a P_I, three seeds. */
export function fullRows(network = 'vit', labels = true): FinishedRun[] {
  return (['exact', 'lpq'] as const).flatMap((chooser) =>
    (['kl', 'mse'] as const).flatMap((objective) =>
      [3, 4, null].flatMap((bits) =>
        [ON, OFF].flatMap((freeThree) =>
          [null, 16, 18].flatMap((tileBits) =>
            (chooser === 'lpq' ? [1, 2, 3] : [null]).map((seed) =>
              studyRow({ network, chooser, objective, bits, freeThree, tileBits, seed }, labels),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A run without a plan. */
export function failedRow(reason: string): StudyRow {
  const { network, chooser, objective, bits, freeThree, tileBits, seed } = studyRow({
    tileBits: 2,
  });
  return { state: 'failed', network, chooser, objective, bits, freeThree, tileBits, seed, reason };
}
