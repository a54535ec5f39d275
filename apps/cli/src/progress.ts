import type { LoadProgress } from '@easement/client';
import type { Io } from './io.ts';
import { size } from './output/view.ts';

/** Shows how far an upload is, on stderr. */
export type Progress = {
  readonly step: (progress: LoadProgress) => void;
  /** Ends it, so that what is written next stands on a line of its own. */
  readonly end: () => void;
};

const barWidth = 30;
const redrawMs = 100;
/** Without a terminal, a line for so many bytes where the whole is not known. */
const stride = 64 * 1024 * 1024;

export function createProgress({ stderr }: Io): Progress {
  return stderr.isTTY ? bar(stderr) : plainLines(stderr);
}

function bar(stderr: Io['stderr']): Progress {
  let drawnAt = 0;
  let text = '';
  const draw = () => stderr.write(`\r\u001b[K${text}`);
  return {
    step: (progress) => {
      text = barText(progress);
      if (Date.now() - drawnAt < redrawMs) return;
      drawnAt = Date.now();
      draw();
    },
    end: () => {
      if (text === '') return;
      draw();
      stderr.write('\n');
    },
  };
}

export function barText({ sentBytes, totalBytes }: LoadProgress): string {
  if (!totalBytes) return `sent ${sizeText(sentBytes)}`;
  const part = Math.min(1, sentBytes / totalBytes);
  const full = Math.round(part * barWidth);
  const percent = `${Math.floor(part * 100)}`.padStart(3);
  return `[${'='.repeat(full)}${' '.repeat(barWidth - full)}] ${percent} % of ${sizeText(totalBytes)}`;
}

function plainLines(stderr: Io['stderr']): Progress {
  let told = 0;
  return {
    step: ({ sentBytes, totalBytes }) => {
      const reached = totalBytes ? Math.floor((sentBytes / totalBytes) * 10) : Math.floor(sentBytes / stride);
      if (sentBytes === 0) told = 0;
      if (reached <= told) return;
      told = reached;
      const part = totalBytes ? ` of ${sizeText(totalBytes)} (${reached * 10} %)` : '';
      stderr.write(`sent ${sizeText(sentBytes)}${part}\n`);
    },
    end: () => undefined,
  };
}

function sizeText(bytes: number): string {
  const cell = size(BigInt(bytes));
  return typeof cell === 'object' ? cell.text : '';
}
