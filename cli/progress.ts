/** Says on a terminal's standard error what is going on; silent elsewhere. */
export interface Progress {
  update(text: string): void;
  stop(): void;
}

const SILENT: Progress = { update: () => {}, stop: () => {} };

export async function startProgress(text: string): Promise<Progress> {
  if (!process.stderr.isTTY) return SILENT;
  const { default: createSpinner } = await import('yocto-spinner');
  const spinner = createSpinner({ text, stream: process.stderr }).start();
  return {
    update: (now) => {
      spinner.text = now;
    },
    stop: () => {
      spinner.stop();
    },
  };
}

/** Runs work under a progress line that goes away with it. */
export async function withProgress<T>(
  text: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = await startProgress(text);
  try {
    return await work(progress);
  } finally {
    progress.stop();
  }
}
