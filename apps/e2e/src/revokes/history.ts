/** One read as the one who made it saw it; moments are of one clock. */
export type Read = {
  /** Which of the ways, by its name. */
  readonly way: string;
  /** Before the call was sent. */
  readonly began: number;
  readonly ended: number;
  /** `whole` where exactly the rows that are there were answered; else the reason of the refusal, or what was wrong. */
  readonly outcome: string;
};

/** The call that cuts: nothing may be read any more once it has answered. */
export type CutCall = {
  readonly began: number;
  readonly ended: number;
  /** `done`, or how it was refused. */
  readonly outcome: string;
};

export type History = { readonly cut: CutCall; readonly reads: readonly Read[] };

/** `after` has begun when the cut had been answered, `before` had ended when it was not yet asked for. */
export type Moment = 'before' | 'straddling' | 'after';

export function momentOf({ began, ended }: Read, cut: CutCall): Moment {
  if (began > cut.ended) return 'after';
  return ended < cut.began ? 'before' : 'straddling';
}
