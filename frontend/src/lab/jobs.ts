/** Work that is done in pieces, first come first served, while other things go on. Knows no clock of its own. */

/** Rests at every yield. */
export type Work = Generator<void, void, undefined>;

interface Job {
  work: Work;
  resolve: () => void;
  reject: (error: Error) => void;
}

export class Jobs {
  #waiting: Job[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when all of it is done; rejects with what it throws, or with why it was given up. */
  add(work: Work): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
    });
  }

  /** Works as long as `goesOn` says so, at least one piece. */
  workOn(goesOn: () => boolean): void {
    do {
      const job = this.#waiting[0];
      if (!job) return;
      try {
        if (!job.work.next().done) continue;
        job.resolve();
      } catch (error) {
        job.reject(error as Error);
      }
      this.#waiting.shift();
    } while (goesOn());
  }

  giveUp(why: string): void {
    const left = this.#waiting;
    this.#waiting = [];
    for (const { reject } of left) reject(new Error(why));
  }
}
