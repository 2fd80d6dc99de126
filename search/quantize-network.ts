import { join } from 'node:path';
import { toolVersion } from '../generator/index.ts';
import { closing } from '../network/closing.ts';
import { createHost } from '../network/host.ts';
import { layersOf, type Network } from '../network/network.ts';
import type { Plan } from '../quantize/plan.ts';
import { activationSigns } from '../quantize/sums.ts';
import { cacheDirectory, contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import type { Candidate } from './candidate.ts';
import type { Chooser, ChooserProgress, Judge } from './chooser.ts';
import { choosers } from './choosers/index.ts';
import { createGround, type Ground } from './ground.ts';
import { createJournal, journaled } from './journal.ts';
import { createJudgePool } from './judge-pool.ts';
import { createLayerPlanner } from './layer-planner.ts';
import { createLayerSpace } from './layer-space.ts';
import { createObjective } from './objectives/objective.ts';
import { createQuantizedRun, type Quantized } from './quantized-run.ts';
import type { JudgeRequest, QuantizeRequest } from './request.ts';
import { averageBits, type LayerSpace } from './space.ts';

export interface QuantizeResult {
  readonly plan: Plan;
  readonly candidate: Candidate;
  readonly space: readonly LayerSpace[];
  readonly ground: Ground;
  readonly quantized: Quantized;
  /** Of the objective, on the calibration inputs. */
  readonly loss: number;
  readonly history: readonly number[];
  /** By parameters. */
  readonly averageBits: number;
  /** Candidates that were measured by this run; those of earlier ones come from the journal. */
  readonly evaluations: number;
  /** Whether the search was ended before it was through. */
  readonly isPartial: boolean;
}

export interface QuantizeHooks {
  readonly onProgress?: (progress: ChooserProgress & { readonly evaluations: number }) => void;
  /** Ends the search; the best candidate so far is the answer. */
  readonly signal?: AbortSignal;
}

/**
 * Chooses the words of a network's weights. Losses are kept in the cache as they are measured, so a search that was
 * killed goes on where it was and ends alike. Throws Failure (input, io); interrupted where there is no candidate yet.
 */
export async function quantizeNetwork(
  request: QuantizeRequest,
  { onProgress = () => {}, signal }: QuantizeHooks = {},
): Promise<QuantizeResult> {
  const { network, inputs, array, words, seed, bits, widths, limits } = request;
  checkRequest(request);
  const ground = await createGround(network, inputs, array, limits);
  const space = spaceOf(ground, request);
  const journal = await createJournal(journalPath(request), questionHash(request));
  let evaluations = 0;
  let best: ChooserProgress['best'];
  const found = await closing(createJudgePool(request, request.threads), async (pool) => {
    const counted: Judge = {
      async losses(candidates) {
        const losses = await pool.losses(candidates);
        evaluations += candidates.length;
        return losses;
      },
    };
    const judge = interruptible(journaled(counted, journal), signal);
    const create: (options: QuantizeRequest['chooserOptions']) => Chooser =
      choosers[request.chooser];
    const chooser = create(request.chooserOptions);
    try {
      return await chooser({
        space,
        judge,
        bits,
        seed,
        ...(request.costOf ? { costOf: request.costOf } : {}),
        onProgress(progress) {
          best = progress.best ?? best;
          onProgress({ ...progress, evaluations });
        },
      });
    } catch (error) {
      if (!(error instanceof Ended) || best === undefined) throw endingOf(error);
      return { candidate: best.candidate, loss: best.loss, history: [best.loss], isPartial: true };
    }
  });
  return closing(await createHost(network, limits), async (host) => {
    const quantized = await createQuantizedRun(ground, host, words).run(found.candidate);
    const loss = createObjective(request.objective, ground, request.objectiveOptions)(quantized);
    if (Number.isNaN(loss)) throw noNumbers(network);
    return {
      plan: quantized.plan,
      candidate: found.candidate,
      space,
      ground,
      quantized,
      loss,
      history: found.history,
      averageBits: averageBits(space, found.candidate),
      evaluations,
      isPartial: 'isPartial' in found,
    };
  });

  function spaceOf({ layers, array: on }: Ground, { words: options }: JudgeRequest): LayerSpace[] {
    const signsOf = activationSigns(layersOf(network));
    return layers.map((each) =>
      createLayerSpace(each, createLayerPlanner(each, on, signsOf(each.layer), options), on, {
        widths,
        perChannel: options.channelScales,
      }),
    );
  }
}

/** Refuses what no search would come through with. Throws Failure (input). */
function checkRequest({ inputs, array, words }: QuantizeRequest): void {
  if (inputs.count < 2) {
    throw new Failure(
      'input',
      'the calibration has a single input, and statistics need at least 2',
      'give more inputs: some hundred are good',
    );
  }
  if (words.biasCorrection && array.shape.startWidth === 0) {
    throw new Failure(
      'input',
      'the array has no start values, by which mean errors of sums are corrected',
      'raise accumulator.startMax of its config, or use --no-bias-correction',
    );
  }
}

function noNumbers({ path }: Network): Failure {
  return new Failure(
    'input',
    `${path}: the quantised network gives answers that are not numbers`,
    'wider words (--bits, --widths), or other calibration inputs',
  );
}

/** The end of a search by a signal. */
class Ended extends Error {}

function interruptible(judge: Judge, signal: AbortSignal | undefined): Judge {
  return {
    async losses(candidates) {
      if (signal?.aborted) throw new Ended();
      const losses = await judge.losses(candidates);
      if (signal?.aborted) throw new Ended();
      return losses;
    },
  };
}

function endingOf(error: unknown): unknown {
  return error instanceof Ended
    ? new Failure(
        'interrupted',
        'interrupted before any candidate was measured: there is no plan yet',
      )
    : error;
}

/** Equal where every candidate has the same loss. */
export function questionHash(request: JudgeRequest): string {
  const { network, inputs, array, objective, objectiveOptions, words } = request;
  const values = inputs.values;
  return contentHash(
    JSON.stringify([toolVersion, network.hash, array.config, objective, objectiveOptions, words]),
    JSON.stringify([inputs.count, inputs.dims]),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
}

function journalPath(request: QuantizeRequest): string | null {
  return request.fresh
    ? null
    : join(cacheDirectory(), 'searches', `${questionHash(request)}.jsonl`);
}
